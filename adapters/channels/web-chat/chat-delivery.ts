import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { createPush } from '#adapters/websocket/push.ts';
import type { Push } from '#domain/agents/realtime.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { ChatStore } from '#domain/chat/ports.ts';
import type { ShownFile, ShownMessage } from '#domain/chat/protocol.ts';
import { pushToVisitor } from '#domain/chat/push-to-visitor.ts';
import type { ChatVisitor } from '#domain/chat/session.ts';
import { type VisibleMessage, visibleMessages } from '#domain/chat/visible-messages.ts';
import type { ConversationStore } from '#domain/conversations/ports.ts';
import type { ChannelNeeds } from '../needs.ts';

/** What senders to visitors work with, beside what every sender does. */
export type ChatDelivery = {
  readonly store: Pick<ChatStore, 'presence' | 'removeSocket'>;
  readonly conversations: Pick<ConversationStore, 'history'>;
  readonly push: Push;
};

export type ChatPlace = Pick<ChatDelivery, 'store' | 'conversations'> & {
  /** Where functions push to visitors' sockets. */
  readonly socketsUrl: string;
};

/** Delivery through the sockets of the chats' WebSocket API. */
export const chatDeliveryOn = ({ store, conversations, socketsUrl }: ChatPlace): ChatDelivery => ({
  store,
  conversations,
  push: createPush(new ApiGatewayManagementApiClient({ endpoint: socketsUrl })),
});

const linkSeconds = 3600;

/** A message with links to its files in place of their keys. */
export async function shown(
  linkTo: ChannelNeeds['linkTo'],
  { conversationId: _, files, ...message }: VisibleMessage,
): Promise<ShownMessage> {
  const linked = files.map(async ({ key, fileName, contentType, bytes }): Promise<ShownFile> => {
    const url = await linkTo({ key, fileName, seconds: linkSeconds });
    return { fileName, contentType, bytes, url };
  });
  return { ...message, files: await Promise.all(linked) };
}

export type Reached = {
  readonly message: VisibleMessage | undefined;
  readonly visitor: ChatVisitor | undefined;
  /** How many open pages it is on. */
  readonly pages: number;
};

/** Shows an answer on whatever pages its visitor has open; the others find it when they ask. */
export async function showAnswer(
  { chat, linkTo }: { readonly chat: ChatDelivery; readonly linkTo: ChannelNeeds['linkTo'] },
  { conversationId, messageId, connectionId, to }: OutboundMessage,
): Promise<Reached> {
  const key = { connectionId, address: to };
  const [history, { visitor, sockets }] = await Promise.all([
    chat.conversations.history(conversationId),
    chat.store.presence(key),
  ]);
  const messages = visibleMessages(conversationId, history?.events ?? [], key);
  const message = messages.find(({ id }) => id === messageId);
  if (!message || sockets.length === 0) return { message, visitor, pages: 0 };
  const pages = await pushToVisitor(chat, sockets, { type: 'message', message: await shown(linkTo, message) });
  return { message, visitor, pages };
}
