import { randomBytes } from 'node:crypto';

export const bot = `U${'0c0ffee0'.repeat(4)}`;
export const channelSecret = ['local', 'line', 'channel', 'secret'].join('-');
export const channelAccessToken = ['local', 'line', 'channel', 'access', 'token'].join('-');

export const connection = {
  id: 'support-line',
  provider: 'line',
  channel: 'line',
  name: 'Support on LINE',
  address: '@harbour-store',
  accountId: bot,
  queueId: 'billing',
} as const;

export const webhookPath = `/webhooks/line/${connection.id}`;

export const messageId = (): string =>
  `5${String(Date.now())}${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
/** 26 characters, as ULIDs have; LINE's begin with the time. */
export const eventId = (): string => `01K${randomBytes(12).toString('hex').toUpperCase().slice(0, 23)}`;
/** Who is answered with a reply token: a person or a group. */
export const replyTokens = new Map<string, string>();
export const hex = (): string => randomBytes(16).toString('hex');
