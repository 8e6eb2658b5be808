import { metaSignature } from '#adapters/channels/meta/signature.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { asciiJson } from './ascii-json.ts';
import type { WebhookRequest } from './local-channel.ts';

/** An account at the stand-in for Meta. */
export type MetaAccount = {
  readonly connection: Connection;
  /** The page or the Instagram account. */
  readonly id: string;
  readonly object: 'page' | 'instagram';
  readonly credentials: {
    readonly appSecrets: readonly [string];
    readonly verifyToken: string;
    readonly accessToken: string;
    readonly appId: string;
  };
};

/** A webhook as Meta sends it: one entry, signed with the app's secret. */
export function metaWebhook(
  account: MetaAccount,
  now: Date,
  content: Readonly<Record<string, unknown>>,
): WebhookRequest {
  const { connection, id, object, credentials } = account;
  const body = asciiJson({ object, entry: [{ id, time: now.getTime(), ...content }] });
  return {
    path: `/webhooks/${connection.provider}/${connection.id}`,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': metaSignature(body, credentials.appSecrets[0]),
    },
    body,
  };
}

/** An event of a private chat. */
export const chatEvent = (
  account: MetaAccount,
  { from, now }: { readonly from: string; readonly now: Date },
  event: Readonly<Record<string, unknown>>,
): WebhookRequest =>
  metaWebhook(account, now, {
    messaging: [{ sender: { id: from }, recipient: { id: account.id }, timestamp: now.getTime(), ...event }],
  });

/** A change on the account: a comment, a mention. Meta counts these in seconds. */
export const changeEvent = (
  account: MetaAccount,
  { field, now }: { readonly field: string; readonly now: Date },
  value: Readonly<Record<string, unknown>>,
): WebhookRequest => metaWebhook(account, now, { time: Math.floor(now.getTime() / 1000), changes: [{ field, value }] });
