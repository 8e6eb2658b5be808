import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { SqsQueueName, Trigger } from '#functions/catalogue.ts';
import type { HttpApi } from '#lib/constructs/http-api.ts';
import type { InteractionTable } from '#lib/constructs/interaction-table.ts';
import type { MailIntake } from '#lib/constructs/mail-intake.ts';
import type { SocketApi } from '#lib/constructs/socket-api.ts';
import { deadLettersOf, type QueueWithDeadLetters } from '#lib/constructs/sqs-queues.ts';

/** What can wake a function. */
export type Wakers = {
  readonly httpApi: HttpApi;
  readonly signedIn: IHttpRouteAuthorizer;
  readonly sockets: SocketApi;
  readonly queues: Readonly<Record<SqsQueueName, QueueWithDeadLetters>>;
  readonly table: InteractionTable;
  readonly mail: MailIntake;
};

export type Woken = { readonly name: string; readonly function: LambdaFunction };

/** Connects the function to what wakes it. Returns the dead letters made for it, if its trigger has none of its own. */
export function wake(wakers: Wakers, woken: Woken, trigger: Trigger): Queue | undefined {
  switch (trigger.kind) {
    case 'http':
      wakers.httpApi.route(trigger.routes, woken.function, wakers.signedIn);
      return undefined;
    case 'socket':
      wakers.sockets.answerWith(woken.function);
      return undefined;
    case 'sqs':
      for (const name of trigger.queues) fromQueue(wakers.queues[name].queue, woken, trigger.batchSize);
      return undefined;
    case 'stream':
      return fromStream(wakers.table, woken, trigger);
    case 'sns':
      return fromTopic(wakers.mail, woken);
    case 'workflow':
      // The state machine invokes it: see constructs/escalation-workflow.ts.
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
function fromTopic(mail: MailIntake, woken: Woken): Queue {
  const deadLetters = deadLettersOf(mail, woken.name);
  mail.topic.addSubscription(new LambdaSubscription(woken.function, { deadLetterQueue: deadLetters }));
  woken.function.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(deadLetters),
  });
  return deadLetters;
}
