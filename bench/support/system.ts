import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSocketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { AnalysisMode } from '#domain/analysis/analyse-in-time.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import { escalationDefinition } from '#lib/escalation-definition.ts';
import { localChannels } from '#local/channels/channels.ts';
import { type LocalComprehend, startComprehend } from '#local/emulators/comprehend.ts';
import { type LocalDynamoDb, startDynamoDb } from '#local/emulators/dynamodb/start-dynamodb.ts';
import { listenLocally } from '#local/emulators/http/listen-locally.ts';
import { requestBody } from '#local/emulators/http/request-body.ts';
import { type LocalScheduler, startScheduler } from '#local/emulators/scheduler.ts';
import { startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { startSsm } from '#local/emulators/ssm.ts';
import { type LocalStepFunctions, startStepFunctions } from '#local/emulators/step-functions.ts';
import { createVirtualClock, type VirtualClock } from '#local/emulators/virtual-clock.ts';
import { becomeLambdaRuntime } from '#local/environment.ts';
import { queueSpecifications } from '#local/events/event-sources.ts';
import { type Functions, startFunctions } from '#local/functions.ts';
import {
  configurationSet,
  escalationWorkflowArn,
  escalationWorkflowName,
  filesBucket,
  functionArn,
  queueArn,
  queueName,
  rawMailBucket,
  secretsPath,
  tableName,
  timersGroup,
  timersRoleArn,
} from '#local/names.ts';
import { type Providers, startProviders } from '#local/stand-ins/providers.ts';
import { createTable } from '#local/table.ts';
import { aConnection, anAgent, aPolicy, aQueue } from '#test/support/builders.ts';

/**
 * The business that is measured: one number, one mailbox, one queue, three agents with a console open each; beside them
 * one connection of each further provider, which nobody uses unless a part says so.
 */
export const business = {
  publicUrl: 'https://help.example.com',
  twilio: {
    accountSid: 'AC0123456789abcdef0123456789abcdef',
    authTokens: ['auth-token-of-the-bench-account'],
  },
  sms: aConnection(),
  mail: aConnection({
    id: 'support-mail',
    provider: 'ses-email',
    channel: 'email',
    name: 'Support mailbox',
    address: 'support@shop.example',
  }),
  agents: ['maya', 'noor', 'jonas'].map((id) => anAgent({ id, name: id, capacity: 100 })),
} as const;

/** The real handlers on the emulated services, driven by hand instead of by event sources. */
export type System = {
  readonly functions: Functions;
  readonly environment: EnvironmentValues;
  readonly clock: VirtualClock;
  readonly dynamoDb: LocalDynamoDb;
  readonly workflow: LocalStepFunctions;
  readonly scheduler: LocalScheduler;
  readonly comprehend: LocalComprehend;
  readonly table: Table;
  readonly queueUrls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const newId = (): string => randomUUID().replaceAll('-', '');

const rawMailSent = (): string =>
  `<SendRawEmailResponse><SendRawEmailResult><MessageId>${newId()}</MessageId></SendRawEmailResult></SendRawEmailResponse>`;

/** Stands in for the management API of sockets and for services that send: takes everything and answers what each can read. */
const startAnswering = () =>
  listenLocally(
    createServer((request, response) => {
      requestBody(request).then((body) => {
        const isMail = body.includes('Action=SendRawEmail');
        response.writeHead(200, { 'content-type': isMail ? 'text/xml' : 'application/json' });
        response.end(isMail ? rawMailSent() : JSON.stringify({ MessageId: newId(), messageId: newId() }));
      }, console.error);
    }),
  );

/** Twilio for whoever writes through it; its own stand-in of the local system would want a webhook to report to. */
const twilio = { 'api.twilio.com': () => ({ status: 201, body: { sid: `SM${newId()}`, status: 'queued' } }) };

/** Runs a function's work on somebody's account. */
type As = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** What waits for deadlines. */
async function startWaiting(clock: VirtualClock, invokeEscalate: (payload: unknown) => Promise<unknown>) {
  const definition = escalationDefinition({ escalateFunctionArn: functionArn('escalate') });
  const invoke = (_function: string, payload: unknown) => invokeEscalate(payload);
  const [workflow, scheduler] = await Promise.all([
    startStepFunctions({
      clock,
      machines: [{ name: escalationWorkflowName, arn: escalationWorkflowArn, definition }],
      invoke,
    }),
    startScheduler({ clock, groups: [timersGroup], invoke }),
  ]);
  return { workflow, scheduler };
}

/** Starts the emulators in memory, sets up the business and makes every function of the catalogue. */
export async function startSystem(analysis: AnalysisMode, as: As = (_name, work) => work()): Promise<System> {
  const clock = createVirtualClock();
  const [dynamoDb, sqsAndS3, ssm, comprehend, others, providers] = await Promise.all([
    startDynamoDb({ clock }),
    startSqsAndS3({ queues: queueSpecifications, buckets: [filesBucket, rawMailBucket] }),
    startSsm(),
    startComprehend(),
    startAnswering(),
    startProviders({ now: clock.now, publicUrl: business.publicUrl, hosts: twilio }),
  ]);
  const { workflow, scheduler } = await startWaiting(clock, (payload) =>
    as('escalate', () => functions.invoke('escalate', payload)),
  );
  const { endpoint } = sqsAndS3;
  becomeLambdaRuntime(
    {
      DYNAMODB: dynamoDb.endpoint,
      SQS: endpoint,
      S3: endpoint,
      SFN: workflow.endpoint,
      SCHEDULER: scheduler.endpoint,
      SSM: ssm.endpoint,
      SES: others.endpoint,
      PINPOINT_SMS_VOICE_V2: others.endpoint,
      SOCIALMESSAGING: others.endpoint,
      COMPREHEND: comprehend.endpoint,
    },
    '/nowhere',
  );
  await createTable();
  const environment = environmentOf({ analysis, queueUrls: sqsAndS3.queueUrls, others: others.endpoint, providers });
  const functions = await startFunctions(environment, clock.now);
  const table = tableNamed(tableName);
  await setUp(table, clock);
  const stop = async () => {
    table.client.destroy();
    await Promise.all(
      [workflow, scheduler, dynamoDb, sqsAndS3, ssm, comprehend, others, providers].map((each) => each.stop()),
    );
  };
  const { queueUrls } = sqsAndS3;
  return { functions, environment, clock, dynamoDb, workflow, scheduler, comprehend, table, queueUrls, stop };
}

function environmentOf(given: {
  readonly analysis: AnalysisMode;
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly others: string;
  readonly providers: Providers;
}): EnvironmentValues {
  const url = (name: Parameters<typeof queueName>[0]): string => given.queueUrls[queueName(name)] ?? '';
  return {
    TABLE_NAME: tableName,
    INBOUND_QUEUE_URL: url('inbound'),
    URGENT_QUEUE_URL: url('urgent'),
    STANDARD_QUEUE_URL: url('standard'),
    OUTBOUND_QUEUE_URL: url('outbound'),
    FILES_BUCKET: filesBucket,
    SECRETS_PATH: secretsPath,
    PUBLIC_URL: business.publicUrl,
    ANALYSIS: given.analysis,
    ESCALATION_WORKFLOW_ARN: escalationWorkflowArn,
    TIMERS_GROUP: timersGroup,
    TIMERS_TARGET_ARN: functionArn('escalate'),
    TIMERS_ROLE_ARN: timersRoleArn,
    TIMERS_DEAD_LETTERS_ARN: queueArn('parley-timers-dead-letters'),
    SOCKETS_URL: given.others,
    SOCKETS_PUBLIC_URL: given.others,
    CHAT_SOCKETS_URL: given.others,
    CHAT_SOCKETS_PUBLIC_URL: given.others,
    STAND_INS_URL: given.providers.url,
    SES_CONFIGURATION_SET: configurationSet,
  };
}

/** What consoles follow: their agent's inbox, and the last one what nobody has, which is on its screen. */
const topicsOf = (agentId: string, isLast: boolean): readonly string[] =>
  isLast ? [`inbox:${agentId}`, `unassigned:${aQueue().id}`] : [`inbox:${agentId}`];

/** What an administrator enters, and the sockets of three consoles. */
async function setUp(table: Table, clock: VirtualClock): Promise<void> {
  const { agents, connections, settings } = storesOn(table);
  const sockets = createSocketStore(table);
  const openedAt = clock.now().toISOString();
  await Promise.all([
    ...business.agents.map((agent) => agents.put(agent)),
    ...business.agents.map(({ id }, position, { length }) =>
      sockets.put({
        id: `socket-${id}`,
        agentId: id,
        agentName: id,
        role: 'agent',
        topics: topicsOf(id, position === length - 1),
        openedAt,
      }),
    ),
    connections.put(business.sms),
    connections.put(business.mail),
    ...localChannels.map(({ connection }) => connections.put(connection)),
    settings.queues.put(aQueue()),
    settings.policies.put(aPolicy()),
    settings.calendars.put(alwaysOpen),
    ...Object.entries({
      [`connections/${business.sms.id}`]: business.twilio,
      'reply-token-keys': ['a key of the bench that signs nothing else'],
      ...Object.fromEntries(
        localChannels.map(({ connection, credentials }) => [`connections/${connection.id}`, credentials]),
      ),
    }).map(([name, value]) => putSecret(`${secretsPath}/${name}`, value)),
  ]);
}

async function putSecret(Name: string, value: unknown): Promise<void> {
  const client = new SSMClient({});
  await client.send(new PutParameterCommand({ Name, Value: JSON.stringify(value), Type: 'SecureString' }));
  client.destroy();
}
