export const connection = {
  id: 'support-slack',
  provider: 'slack',
  channel: 'slack',
  name: 'Support on Slack',
  address: 'parleyhelp',
  accountId: 'T0PARLEY01',
  queueId: 'billing',
  settings: { channels: ['C0HELP0001'], customers: 'everyone' },
} as const;

export const botToken = ['xoxb', 'local', 'only'].join('-');
export const signingSecret = ['local', 'signing', 'secret'].join('-');
export const appId = 'A0PARLEY01';
export const botUserId = 'U0PARLEY01';
export const webhookPath = `/webhooks/slack/${connection.id}`;

/** The direct channel of a person and the app. */
export const directOf = (userId: string): string => `D${userId.slice(1)}`;

let last = 0;
/** What Slack names a message by: its time and a number. */
export const nextTs = (now: Date): string => {
  last += 1;
  return `${Math.floor(now.getTime() / 1000)}.${String(last).padStart(6, '0')}`;
};
