import type * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';

/** One thing that was looked at, and what an administrator should know or do about it. */
export type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** What an administrator can do with connections of one provider. */
export type Manager = {
  /** The JSON in the connection's SecureString parameter. */
  readonly credentials: z.ZodType;
  /** The connection's `settings`; absent when the provider needs none. */
  readonly settings?: z.ZodType;
  /** Asks the provider whether the credentials work, for whom, and whether its webhooks reach us. Never throws for what a provider says. */
  readonly check: (connection: Connection) => Promise<readonly Check[]>;
  /** Tells the provider to send its webhooks to this address; absent where a person has to, see docs/channels/. */
  readonly register?: (connection: Connection, webhookUrl: string) => Promise<Check>;
};
