import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { ChatPlace } from '#adapters/channels/web-chat/chat-delivery.ts';

export type SenderNeeds = ChannelNeeds & {
  readonly sesConfigurationSet: string;
  /** Where our files lie, for senders at AWS that read them there. */
  readonly filesBucket: string;
  /** Where visitors of chats are reached. */
  readonly chat: ChatPlace;
};
