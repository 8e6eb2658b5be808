import { readFileSync } from 'node:fs';
import type { LineCredentials } from '#adapters/channels/line/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';

export const connection: Connection = {
  id: 'line-main',
  provider: 'line',
  channel: 'line',
  name: 'LINE',
  address: '@shop',
  accountId: `U${'d0c0ffee'.repeat(4)}`,
  queueId: 'billing',
};

export const credentials: LineCredentials = {
  channelSecrets: ['current-secret', 'previous-secret'],
  channelAccessToken: 'channel-access-token',
};

export const userId = 'U206d25c2ea6bd87c17655609a1c37cb8';
export const roomId = 'Ra8dbf4673c4c812cd491258042226c99';
export const groupId = 'Ca56f94637cc4347f90a25382909b24b9';

type Event = Readonly<Record<string, unknown>>;

const events: Readonly<Record<string, Event>> = JSON.parse(
  readFileSync(new URL('../../../support/payloads/line/events.json', import.meta.url), 'utf8'),
);

/** One event of LINE's, see sources.md beside it. */
export function event(name: string, overrides: Event = {}): Event {
  const found = events[name];
  if (!found) throw new Error(`there is no event ${name}`);
  return { ...found, ...overrides };
}

export const bodyOf = (...told: readonly unknown[]): string =>
  JSON.stringify({ destination: connection.accountId, events: told });
