import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Permission, SqsQueueName } from '#functions/function-row.ts';
import type { InteractionTable } from '#lib/constructs/interaction-table.ts';
import type { MailIntake } from '#lib/constructs/mail-intake.ts';
import type { SocketApi } from '#lib/constructs/socket-api.ts';
import type { QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';
import type { Timers } from '#lib/constructs/timers.ts';
import type { Stage } from '#lib/stage.ts';

/** What permissions are about. */
export type Grantables = {
  readonly stage: Stage;
  readonly table: InteractionTable;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  readonly files: IBucket;
  readonly mail: MailIntake;
  readonly workflow: IStateMachine;
  readonly timers: Timers;
  readonly sockets: SocketApi;
  readonly chatSockets: SocketApi;
};

type QueuePermission = Extract<Permission, `queue:send:${string}`>;
type QueryPermission = Extract<Permission, `table:query:${string}`>;
type Statements = (on: Grantables) => PolicyStatement[];

const allow = (actions: string[], resources: readonly string[]): PolicyStatement[] =>
  resources.length === 0 ? [] : [new PolicyStatement({ actions, resources: [...resources] })];

/** Who may not list a bucket is told "forbidden" in place of "not there". */
const readObjectsOf = (bucket: IBucket): PolicyStatement[] => [
  ...allow(['s3:GetObject'], [bucket.arnForObjects('*')]),
  ...allow(['s3:ListBucket'], [bucket.bucketArn]),
];

const filesBelow = (on: Grantables, folders: readonly string[], actions: string[]): PolicyStatement[] =>
  allow(
    actions,
    folders.map((folder) => on.files.arnForObjects(`${folder}/*`)),
  );

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsendusermessagingsocial.html */
const whatsAppNumbersOf = (on: Grantables): string =>
  Stack.of(on.table).formatArn({ service: 'social-messaging', resource: 'phone-number-id', resourceName: '*' });
const whatsAppAccountsOf = (on: Grantables): string =>
  Stack.of(on.table).formatArn({ service: 'social-messaging', resource: 'waba', resourceName: '*' });

const parametersOf = (on: Grantables, below: string): string =>
  Stack.of(on.table).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: `parley/${on.stage.name}/${below}`,
  });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpinpointsmsvoicev2.html */
const textsOf = (on: Grantables, resources: readonly string[]): string[] =>
  resources.map((resource) => Stack.of(on.table).formatArn({ service: 'sms-voice', resource, resourceName: '*' }));

/** Each permission of the catalogue, as narrow as IAM can say it. */
const statements: Record<Exclude<Permission, QueuePermission | QueryPermission>, Statements> = {
  // All reads of single items go out together; a transaction is authorised through the actions of its items.
  'table:get': (on) => allow(['dynamodb:BatchGetItem'], [on.table.table.tableArn]),
  'table:put': (on) => allow(['dynamodb:PutItem'], [on.table.table.tableArn]),
  'table:update': (on) => allow(['dynamodb:UpdateItem'], [on.table.table.tableArn]),
  'table:delete': (on) => allow(['dynamodb:DeleteItem'], [on.table.table.tableArn]),
  'files:read': (on) => readObjectsOf(on.files),
  'files:link': (on) => allow(['s3:GetObject'], [on.files.arnForObjects('*')]),
  // AWS puts files of WhatsApp there with the rights of whoever asks for them.
  'files:keep': (on) => [
    ...filesBelow(on, ['media', 'mail', 'incoming/whatsapp'], ['s3:PutObject']),
    // Mail cannot be taken back.
    ...filesBelow(on, ['media', 'incoming/whatsapp'], ['s3:DeleteObject']),
  ],
  'files:upload:agents': (on) => filesBelow(on, ['uploads'], ['s3:PutObject']),
  'files:upload:visitors': (on) => filesBelow(on, ['chat'], ['s3:PutObject']),
  'queue:postpone:outbound': (on) => allow(['sqs:ChangeMessageVisibility'], [on.queues.outbound.queue.queueArn]),
  'raw-mail:read': (on) => readObjectsOf(on.mail.rawMail),
  // The AWS-managed key of Parameter Store decrypts for whoever may read the parameter; no permission on it is needed.
  'secrets:read': (on) => allow(['ssm:GetParameter'], [parametersOf(on, 'connections/*')]),
  'reply-token-keys:read': (on) => allow(['ssm:GetParameter'], [parametersOf(on, 'reply-token-keys')]),
  // Written only where connections keep theirs; the keys of reply tokens are none of an administrator's business.
  'secrets:write': (on) => allow(['ssm:PutParameter'], [parametersOf(on, 'connections/*')]),
  'timers:set': (on) => on.timers.statementsToSet(),
  'workflow:start': (on) => allow(['states:StartExecution'], [on.workflow.stateMachineArn]),
  'sockets:push': (on) => allow(['execute-api:ManageConnections'], [on.sockets.pushArn]),
  'chat-sockets:push': (on) => allow(['execute-api:ManageConnections'], [on.chatSockets.pushArn]),
  'mail:send': (on) => allow(['ses:SendRawEmail'], on.mail.senderArns),
  'whatsapp:send': (on) => allow(['social-messaging:SendWhatsAppMessage'], [whatsAppNumbersOf(on)]),
  'whatsapp:media': (on) => allow(['social-messaging:GetWhatsAppMessageMedia'], [whatsAppNumbersOf(on)]),
  'whatsapp:check': (on) => [
    ...allow(['social-messaging:GetLinkedWhatsAppBusinessAccountPhoneNumber'], [whatsAppNumbersOf(on)]),
    ...allow(['social-messaging:GetLinkedWhatsAppBusinessAccount'], [whatsAppAccountsOf(on)]),
  ],
  // A text asks for the number, pool or name that it leaves from, and for the configuration set that tells of it.
  'texts:send': (on) => [
    ...allow(['sms-voice:SendTextMessage'], textsOf(on, ['phone-number', 'pool', 'sender-id', 'configuration-set'])),
    ...allow(['sms-voice:SendMediaMessage'], textsOf(on, ['phone-number', 'pool', 'configuration-set'])),
  ],
  'texts:check': (on) => [
    ...allow(['sms-voice:DescribePhoneNumbers'], textsOf(on, ['phone-number'])),
    ...allow(['sms-voice:DescribeConfigurationSets'], textsOf(on, ['configuration-set'])),
  ],
  // Comprehend has no resources to name; https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncomprehend.html
  'language:detect': (on) =>
    on.stage.analysis === 'embedded'
      ? []
      : allow(['comprehend:DetectSentiment', 'comprehend:DetectDominantLanguage'], ['*']),
};

const sendTo = (permission: QueuePermission, on: Grantables): PolicyStatement[] =>
  Object.entries(on.queues)
    .filter(([name]) => permission === `queue:send:${name}`)
    .flatMap(([, { queue }]) => allow(['sqs:SendMessage'], [queue.queueArn]));

/** The items themselves, or those of one index. */
function query(permission: QueryPermission, on: Grantables): PolicyStatement[] {
  const of = permission.slice('table:query:'.length);
  const { tableArn } = on.table.table;
  return allow(['dynamodb:Query'], [of === 'items' ? tableArn : `${tableArn}/index/${of}`]);
}

const isQueuePermission = (permission: Permission): permission is QueuePermission =>
  permission.startsWith('queue:send:');
const isQueryPermission = (permission: Permission): permission is QueryPermission =>
  permission.startsWith('table:query:');

/** The policy statements that a permission of the catalogue stands for. */
export function statementsOf(permission: Permission, on: Grantables): PolicyStatement[] {
  if (isQueuePermission(permission)) return sendTo(permission, on);
  if (isQueryPermission(permission)) return query(permission, on);
  return statements[permission](on);
}
