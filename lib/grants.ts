import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Permission, SqsQueueName } from '#functions/catalogue.ts';
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
  'files:write': (on) => allow(['s3:PutObject'], [on.files.arnForObjects('*')]),
  'raw-mail:read': (on) => readObjectsOf(on.mail.rawMail),
  // The AWS-managed key of Parameter Store decrypts for whoever may read the parameter; no permission on it is needed.
  'secrets:read': (on) =>
    allow(
      ['ssm:GetParameter'],
      [
        Stack.of(on.table).formatArn({
          service: 'ssm',
          resource: 'parameter',
          resourceName: `parley/${on.stage.name}/*`,
        }),
      ],
    ),
  'workflow:start': (on) => allow(['states:StartExecution'], [on.workflow.stateMachineArn]),
  'sockets:push': (on) => allow(['execute-api:ManageConnections'], [on.sockets.pushArn]),
  'mail:send': (on) => allow(['ses:SendRawEmail'], on.mail.senderArns),
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
