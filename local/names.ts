import type { SocketApiName, SqsQueueName } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';

/** What CDK and AWS would name: the local account has one stack. */
export const account = '000000000000';
export const region = 'us-east-1';
export const tableName = 'parley-local';
export const filesBucket = 'parley-local-files';
export const rawMailBucket = 'parley-local-raw-mail';
export const secretsPath = '/parley/local';
export const configurationSet = 'parley-local';
export const mailTopicArn = `arn:aws:sns:${region}:${account}:parley-local-mail`;
export const escalationWorkflowName = 'parley-local-escalation';
export const escalationWorkflowArn = `arn:aws:states:${region}:${account}:stateMachine:${escalationWorkflowName}`;
export const timersGroup = 'parley-local';
export const timersRoleArn = `arn:aws:iam::${account}:role/parley-local-timers`;
/** The stage of each WebSocket API, which is also the path of its address. */
export const socketStages: Readonly<Record<SocketApiName, string>> = { console: 'live', chat: 'chat-live' };

export const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:${region}:${account}:${name}`;

const suffixOf = (queue: SqsQueueName): string => (sqsQueues[queue].fifo ? '.fifo' : '');
export const queueName = (queue: SqsQueueName): string => `parley-${queue}${suffixOf(queue)}`;
export const deadLettersName = (queue: SqsQueueName): string => `parley-${queue}-dead-letters${suffixOf(queue)}`;

export const sqsQueueNames: readonly SqsQueueName[] = ['inbound', 'urgent', 'standard', 'outbound'];
