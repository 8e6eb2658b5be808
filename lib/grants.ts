import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Permission, SqsQueueName } from '#functions/function-row.ts';
import type { InteractionTable } from '#lib/constructs/interaction-table.ts';
import type { MailIntake } from '#lib/constructs/mail-intake.ts';
import type { SocketApi } from '#lib/constructs/socket-api.ts';
import type { QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';
import type { Stage } from '#lib/stage.ts';

/** What permissions are about. */
export type Grantables = {
  readonly stage: Stage;
  readonly table: InteractionTable;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  readonly files: IBucket;
  readonly mail: MailIntake;
  readonly workflow: IStateMachine;
  readonly sockets: SocketApi;
  readonly chatSockets: SocketApi;
};

type QueuePermission = Extract<Permission, `queue:send:${string}`>;
type Statements = (on: Grantables) => PolicyStatement[];

const allow = (actions: string[], resources: readonly string[]): PolicyStatement[] =>
  resources.length === 0 ? [] : [new PolicyStatement({ actions, resources: [...resources] })];

/** Who may not list a bucket is told "forbidden" in place of "not there". */
const readObjectsOf = (bucket: IBucket): PolicyStatement[] => [
  ...allow(['s3:GetObject'], [bucket.arnForObjects('*')]),
  ...allow(['s3:ListBucket'], [bucket.bucketArn]),
];

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

/** Each permission of the catalogue, as narrow as IAM can say it. Transactions are authorised through the actions of their items. */
const statements: Record<Exclude<Permission, QueuePermission>, Statements> = {
  'table:read': (on) => [
    ...allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [on.table.table.tableArn]),
    ...allow(['dynamodb:Query'], [on.table.table.tableArn, ...on.table.indexArns]),
  ],
  'table:write': (on) =>
    allow(
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
      [on.table.table.tableArn],
    ),
  'files:read': (on) => readObjectsOf(on.files),
  'files:write': (on) => allow(['s3:PutObject', 's3:DeleteObject'], [on.files.arnForObjects('*')]),
  'queue:postpone:outbound': (on) => allow(['sqs:ChangeMessageVisibility'], [on.queues.outbound.queue.queueArn]),
  'raw-mail:read': (on) => readObjectsOf(on.mail.rawMail),
  // The AWS-managed key of Parameter Store decrypts for whoever may read the parameter; no permission on it is needed.
  'secrets:read': (on) => allow(['ssm:GetParameter'], [parametersOf(on, '*')]),
  // Written only where connections keep theirs; the keys of reply tokens are none of an administrator's business.
  'secrets:write': (on) => allow(['ssm:PutParameter'], [parametersOf(on, 'connections/*')]),
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
  'texts:send': (on) =>
    allow(
      ['sms-voice:SendTextMessage', 'sms-voice:SendMediaMessage'],
      textsOf(on, ['phone-number', 'pool', 'sender-id']),
    ),
  'texts:check': (on) =>
    allow(
      ['sms-voice:DescribePhoneNumbers', 'sms-voice:DescribeConfigurationSets'],
      textsOf(on, ['phone-number', 'configuration-set']),
    ),
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

const isQueuePermission = (permission: Permission): permission is QueuePermission =>
  permission.startsWith('queue:send:');

/** The policy statements that a permission of the catalogue stands for. */
export const statementsOf = (permission: Permission, on: Grantables): PolicyStatement[] =>
  isQueuePermission(permission) ? sendTo(permission, on) : statements[permission](on);
