import { randomBytes } from 'node:crypto';
import type { XCredentials } from '#adapters/channels/x/credentials.ts';
import { xSignature } from '#adapters/channels/x/signature.ts';
import type { ProviderRequest } from './local-channel.ts';

export const account = '1111111111111111111';

export const credentials: XCredentials = {
  consumerKey: ['local', 'x', 'consumer', 'key'].join('-'),
  consumerSecrets: [['local', 'x', 'consumer', 'secret'].join('-')],
  clientSecrets: [],
  accessToken: `${account}-local`,
  accessTokenSecret: ['local', 'x', 'access', 'token', 'secret'].join('-'),
  bearerToken: ['local', 'x', 'bearer', 'token'].join('-'),
  subscribingToken: ['local', 'x', 'subscribing', 'token'].join('-'),
};

export const connection = {
  id: 'support-x',
  provider: 'x',
  channel: 'x',
  name: 'Support on X',
  address: '@HarbourStore',
  accountId: account,
  queueId: 'billing',
} as const;

export const webhookPath = `/webhooks/x/${connection.id}`;

/** Ids at X begin with the time: milliseconds since November 2010, shifted; https://docs.x.com/fundamentals/x-ids. */
export const newId = (now: Date): string =>
  String(((BigInt(now.getTime()) - 1_288_834_974_657n) << 22n) + BigInt(randomBytes(2).readUInt16BE()));

type Payload = Readonly<Record<string, unknown>>;

/** A webhook about our account, signed. */
export function activity(
  event_type: string,
  now: Date,
  told: { readonly payload: Payload; readonly includes?: Payload },
): ProviderRequest {
  const data = { event_uuid: newId(now), filter: { user_id: account }, event_type, tag: 'parley', ...told };
  const body = JSON.stringify({ data });
  const [secret = ''] = credentials.consumerSecrets;
  return {
    path: webhookPath,
    headers: { 'content-type': 'application/json', 'x-twitter-webhooks-signature': xSignature(body, secret) },
    body,
  };
}

type Direct = { readonly from: string; readonly to: string; readonly data: Payload };

/** One direct message as events have it. */
export const directMessage = ({ from, to, data }: Direct, now: Date) => ({
  type: 'message_create',
  id: newId(now),
  created_timestamp: String(now.getTime()),
  message_create: {
    target: { recipient_id: to },
    sender_id: from,
    message_data: { entities: { urls: [] }, ...data },
  },
});
