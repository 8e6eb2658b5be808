import { readFileSync } from 'node:fs';
import type { XCredentials } from '#adapters/channels/x/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';

export const account = '1111111111111111111';

export const connection: Connection = {
  id: 'x-main',
  provider: 'x',
  channel: 'x',
  name: 'X',
  address: '@ExampleUser',
  accountId: account,
  queueId: 'billing',
};

export const credentials: XCredentials = {
  consumerKey: 'consumer-key',
  consumerSecrets: ['consumer-secret', 'consumer-secret-before'],
  clientSecrets: [],
  accessToken: `${account}-token`,
  accessTokenSecret: 'token-secret',
  bearerToken: 'bearer-token',
  subscribingToken: 'subscribing-token',
};

/** A delivery as X sends it, see sources.md beside it. */
export const payload = (name: string): string =>
  readFileSync(new URL(`../../../support/payloads/x/${name}.json`, import.meta.url), 'utf8');

type Activity = { data: { event_type: string; filter: object; payload: Record<string, unknown> } };

/** A delivery with its payload changed. */
export function changed(name: string, change: (data: Activity['data']) => void): string {
  const body: Activity = JSON.parse(payload(name));
  change(body.data);
  return JSON.stringify(body);
}
