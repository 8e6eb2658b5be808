import { readFileSync } from 'node:fs';
import type { ViberCredentials } from '#adapters/channels/viber/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';

export const connection: Connection = {
  id: 'viber-main',
  provider: 'viber',
  channel: 'viber',
  name: 'The Harbour Store, Customer Care',
  address: 'harbourstore',
  accountId: 'pa:75346594275468546724',
  queueId: 'billing',
};

export const credentials: ViberCredentials = { authTokens: ['current-token', 'previous-token'] };

/** A callback as Viber sends it, see sources.md beside it. */
export const payload = (name: string): string =>
  readFileSync(new URL(`../../../support/payloads/viber/${name}.json`, import.meta.url), 'utf8').trim();

/** The text message with another content; its token stays a number of 64 bits. */
export const withMessage = (message: Readonly<Record<string, unknown>>): string =>
  payload('text').replace(/"message":\{.*\}\}$/, () => `"message":${JSON.stringify(message)}}`);
