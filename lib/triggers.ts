import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as InvokeFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ProviderTopicName, SqsQueueName, Trigger } from '#functions/function-row.ts';
import type { HttpApi } from '#lib/constructs/http-api.ts';
import type { InteractionTable } from '#lib/constructs/interaction-table.ts';
import type { MailIntake } from '#lib/constructs/mail-intake.ts';
import type { ProviderTopic } from '#lib/constructs/provider-topic.ts';
import type { SocketApi } from '#lib/constructs/socket-api.ts';
import { deadLettersOf, type QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';

/** What can wake a function. */
export type Wakers = {
  readonly httpApi: HttpApi;
  readonly signedIn: IHttpRouteAuthorizer;
  readonly sockets: SocketApi;
  readonly chatSockets: SocketApi;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  readonly table: InteractionTable;
  readonly mail: MailIntake;
  readonly topics: Readonly<Record<ProviderTopicName, ProviderTopic>>;
};

export type Woken = { readonly name: string; readonly function: LambdaFunction };

/** Connects the function to what wakes it. Returns the dead letters made for it, if its trigger has none of its own. */
export function wake(wakers: Wakers, woken: Woken, trigger: Trigger): Queue | undefined {
  switch (trigger.kind) {
    case 'http':
      wakers.httpApi.route(trigger.routes, woken.function, wakers.signedIn);
      return undefined;
    case 'socket':
      (trigger.api === 'chat' ? wakers.chatSockets : wakers.sockets).answerWith(woken.function);
      return undefined;
    case 'sqs':
      for (const name of trigger.queues) fromQueue(wakers.queues[name].queue, woken, trigger.batchSize);
      return undefined;
    case 'stream':
      return fromStream(wakers.table, woken, trigger);
    case 'sns':
      return fromTopic(trigger.topic === 'mail' ? wakers.mail : wakers.topics[trigger.topic], woken);
    case 'schedule':
      return onSchedule(wakers.table, woken, trigger.everyMinutes);
    case 'eventbridge':
      return onEvent(wakers.table, woken, trigger);
    case 'contact-flow':
      invokedByConnect(woken.function);
      return undefined;
    case 'timers-and-workflow':
      // Schedules and the state machine invoke it: see constructs/timers.ts and constructs/escalation-workflow.ts.
      return undefined;
  }
}

const fromQueue = (queue: Queue, woken: Woken, batchSize: number): void =>
  woken.function.addEventSource(new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true }));

type StreamTrigger = Extract<Trigger, { kind: 'stream' }>;

/** In order per conversation; a record that fails ten times goes to the dead letters and the others go on. */
function fromStream(table: InteractionTable, woken: Woken, trigger: StreamTrigger): Queue {
  const deadLetters = deadLettersOf(table, woken.name);
  woken.function.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resources: [table.streamArn],
    }),
  );
  woken.function.addEventSourceMapping('Stream', {
    eventSourceArn: table.streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    filters: [
      FilterCriteria.filter({
        dynamodb: { Keys: { sk: { S: trigger.sortKeysBeginWith.map((prefix) => ({ prefix })) } } },
      }),
    ],
    parallelizationFactor: 1,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    onFailure: new SqsDlq(deadLetters),
  });
  return deadLetters;
}

/** SNS hands over asynchronously: its own queue of failures holds what Lambda refused, the function's what the code failed on. Both are one here. */
function fromTopic(from: MailIntake | ProviderTopic, woken: Woken): Queue {
  const deadLetters = deadLettersOf(from, woken.name);
  from.topic.addSubscription(new LambdaSubscription(woken.function, { deadLetterQueue: deadLetters }));
  woken.function.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(deadLetters),
  });
  return deadLetters;
}

/** A run that fails is not repeated: the next one does its work too. The dead letters hold runs that never began. */
function onSchedule(scope: InteractionTable, woken: Woken, everyMinutes: number): Queue {
  const deadLetters = deadLettersOf(scope, woken.name);
  const every = Duration.minutes(everyMinutes);
  new Rule(scope, `Schedule-${woken.name}`, {
    schedule: Schedule.rate(every),
    targets: [
      new InvokeFunction(woken.function, { deadLetterQueue: deadLetters, retryAttempts: 2, maxEventAge: every }),
    ],
  });
  woken.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every });
  return deadLetters;
}

type EventTrigger = Extract<Trigger, { kind: 'eventbridge' }>;

/** Events of an AWS service. EventBridge tries for a day what Lambda does not take; what the code fails on is tried three times. */
function onEvent(scope: InteractionTable, woken: Woken, { source, detailType, detail }: EventTrigger): Queue {
  const deadLetters = deadLettersOf(scope, woken.name);
  const wanted = Object.fromEntries(Object.entries(detail).map(([field, values]) => [field, [...values]]));
  new Rule(scope, `Events-${woken.name}`, {
    eventPattern: { source: [source], detailType: [detailType], detail: wanted },
    targets: [new InvokeFunction(woken.function, { deadLetterQueue: deadLetters })],
  });
  woken.function.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(deadLetters),
  });
  return deadLetters;
}

/** Amazon Connect of this account may call it; which instances do is said in each instance's own list of functions. */
function invokedByConnect(woken: LambdaFunction): void {
  woken.addPermission('ContactFlows', {
    principal: new ServicePrincipal('connect.amazonaws.com'),
    sourceAccount: Aws.ACCOUNT_ID,
    sourceArn: Stack.of(woken).formatArn({ service: 'connect', resource: 'instance', resourceName: '*' }),
  });
}
