import type { Connection } from '#domain/channels/channel.ts';
import type { VoiceFields } from './payload.ts';

/** One thing that Twilio told about a call. */
export type Report = {
  readonly connection: Connection;
  readonly fields: VoiceFields;
  readonly query: URLSearchParams;
  readonly receivedAt: string;
};
