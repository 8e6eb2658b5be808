export const connection = {
  id: 'support-telegram',
  provider: 'telegram',
  channel: 'telegram',
  name: 'Support on Telegram',
  address: '@parley_help_bot',
  accountId: '7100000001',
  queueId: 'billing',
} as const;

export const botToken = `${connection.accountId}:${['AAF', 'local', 'only'].join('_').padEnd(35, '0')}`;
export const secretToken = ['local', 'webhook', 'token'].join('-');
export const bot = { id: Number(connection.accountId), is_bot: true, first_name: 'Help', username: 'parley_help_bot' };
export const webhookPath = `/webhooks/telegram/${connection.id}`;

/** Later than in any run before, since Parley remembers what it was told. */
let last = Math.floor(Date.now() / 1000) % 1_000_000_000;
/** Numbers of messages and updates; of both sides, as in a chat. */
export const nextNumber = (): number => {
  last += 1;
  return last;
};
