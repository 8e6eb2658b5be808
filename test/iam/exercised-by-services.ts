import type { Right } from './judge.ts';

/** Rights that no function uses itself, and who does. */
export type Acknowledged = {
  readonly roles: RegExp;
  readonly actions: readonly string[];
  readonly resources: RegExp;
  readonly reason: string;
};

/** Each needs a reason; one that is not needed any more fails the test. */
export const exercisedByServices: readonly Acknowledged[] = [
  {
    roles: /./,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: /:log-group:ParleyFunction\w+:\*$/,
    reason: 'Lambda writes what a function prints, with the role of the function',
  },
  {
    roles: /^(receiveMessages|routeConversations|deliverReplies)$/,
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ],
    resources: /:ParleyQueue(inbound|urgent|standard|outbound)Queue\w+$/,
    reason: 'the event source mapping receives and deletes, with the role of the function that it wakes',
  },
  {
    roles: /^publishEvents$/,
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: /\/stream\//,
    reason: 'the event source mapping reads the stream, with the role of the function that it wakes',
  },
  {
    roles: /./,
    actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    resources: /DeadLettersOf/,
    reason: 'Lambda puts there what a function failed on, with the role of the function',
  },
  {
    roles: /^ParleyEscalationStateMachineRole/,
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resources: /^\*$/,
    reason: 'Step Functions delivers its log; the actions know no resources',
  },
  {
    roles: /^CustomCDKBucketDeployment/,
    actions: [
      's3:Abort*',
      's3:DeleteObject*',
      's3:GetBucket*',
      's3:GetObject*',
      's3:List*',
      's3:PutObject',
      's3:PutObjectLegalHold',
      's3:PutObjectRetention',
      's3:PutObjectTagging',
      's3:PutObjectVersionTagging',
    ],
    resources: /^arn:aws:s3:::(cdk-\w+-assets-|parleyconsolefiles)/,
    reason: "the CDK's own uploader puts the console into its bucket while the stack is deployed",
  },
];

/** Who uses a right in the place of the function, if it is known. */
export const acknowledgementOf = ({ role, action, resource }: Right): Acknowledged | undefined =>
  exercisedByServices.find(
    ({ roles, actions, resources }) => roles.test(role) && actions.includes(action) && resources.test(resource),
  );
