import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import {
  configurationSet,
  escalationWorkflowArn,
  filesBucket,
  functionArn,
  queueArn,
  secretsPath,
  tableName,
  timersGroup,
  timersRoleArn,
} from '#local/names.ts';
import { createTable } from '#local/table.ts';
import { aConnection, anAgent, aPolicy, aQueue } from '#test/support/builders.ts';
import { ports } from './services.ts';
import { queueUrl } from './sqs.ts';

export const publicUrl = 'https://help.example.com';
export const twilioToken = 'auth-token-of-the-account-in-chaos';
export const telegramSecret = 'secret-token-of-the-bot-in-chaos';
const botId = '110201543';

/** One connection of each channel. */
export const connections = {
  sms: aConnection(),
  telegram: aConnection({
    id: 'support-bot',
    provider: 'telegram',
    channel: 'telegram',
    name: 'Support bot',
    address: 'parley_support_bot',
    accountId: botId,
  }),
  email: aConnection({
    id: 'support-mail',
    provider: 'ses-email',
    channel: 'email',
    name: 'Support mailbox',
    address: 'support@shop.example',
  }),
} as const;

/** Two who answer, with room for two conversations each, and the lead of their queue. */
export const agents = [
  anAgent({ id: 'maya', name: 'Maya', capacity: 2 }),
  anAgent({ id: 'noor', name: 'Noor', capacity: 2, presence: 'away' }),
  anAgent({ id: 'jonas', name: 'Jonas', capacity: 1, presence: 'away', leadsQueueIds: ['billing'] }),
] as const;

export const agentAt = (position: number): (typeof agents)[number] => agents[position % agents.length] ?? agents[0];

/** What the parameter store has. */
export const secrets: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [`connections/${connections.sms.id}`]: { accountSid: connections.sms.accountId, authTokens: [twilioToken] },
    [`connections/${connections.telegram.id}`]: {
      botToken: `${botId}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw`,
      secretTokens: [telegramSecret],
    },
    'reply-token-keys': ['a key of the harness that signs nothing else'],
  }).map(([name, value]) => [`${secretsPath}/${name}`, JSON.stringify(value)]),
);

const at = (port: number): string => `http://127.0.0.1:${port}`;

/** What CDK would write into the functions' environments. */
export const environment = {
  TABLE_NAME: tableName,
  INBOUND_QUEUE_URL: queueUrl(ports.sqs, 'inbound'),
  URGENT_QUEUE_URL: queueUrl(ports.sqs, 'urgent'),
  STANDARD_QUEUE_URL: queueUrl(ports.sqs, 'standard'),
  OUTBOUND_QUEUE_URL: queueUrl(ports.sqs, 'outbound'),
  FILES_BUCKET: filesBucket,
  SECRETS_PATH: secretsPath,
  PUBLIC_URL: publicUrl,
  ANALYSIS: 'comprehend',
  ESCALATION_WORKFLOW_ARN: escalationWorkflowArn,
  TIMERS_GROUP: timersGroup,
  TIMERS_TARGET_ARN: functionArn('escalate'),
  TIMERS_ROLE_ARN: timersRoleArn,
  TIMERS_DEAD_LETTERS_ARN: queueArn('parley-timers-dead-letters'),
  SOCKETS_URL: at(ports.sockets),
  SOCKETS_PUBLIC_URL: at(ports.sockets),
  CHAT_SOCKETS_URL: at(ports.sockets),
  CHAT_SOCKETS_PUBLIC_URL: at(ports.sockets),
  STAND_INS_URL: at(ports.providers),
  SES_CONFIGURATION_SET: configurationSet,
} satisfies EnvironmentValues;

export const endpoints = {
  DYNAMODB: at(ports.dynamodb),
  SQS: at(ports.sqs),
  S3: at(ports.s3),
  SFN: at(ports.sfn),
  SCHEDULER: at(ports.scheduler),
  SSM: at(ports.ssm),
  SES: at(ports.ses),
  COMPREHEND: at(ports.comprehend),
  PINPOINT_SMS_VOICE_V2: at(ports.providers),
  SOCIALMESSAGING: at(ports.providers),
} as const;

/** What an administrator enters before the first customer writes. */
export async function setUp(): Promise<void> {
  await createTable();
  const table: Table = tableNamed(tableName);
  const stores = storesOn(table);
  for (const agent of agents) await stores.agents.put(agent);
  for (const connection of Object.values(connections)) await stores.connections.put(connection);
  await stores.settings.queues.put(aQueue());
  await stores.settings.policies.put(aPolicy());
  await stores.settings.calendars.put(alwaysOpen);
  table.client.destroy();
}
