import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { SqsQueueName } from '#functions/function-row.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { queueArn, queueName, region, sqsQueueNames } from '#local/names.ts';
import type { Random } from '../random.ts';
import type { Errand } from './agenda.ts';
import type { Dynamo } from './dynamodb.ts';
import type { Outcome } from './invocations.ts';
import type { QueueMessage } from './queue.ts';
import type { Queues } from './sqs.ts';

/** Is what this invocation did forgotten, so that it is done again? */
export type IsRepeated = () => boolean;

/** What wakes functions by itself: the SQS queues and the table's stream. */
export type Sources = {
  /** What could be handed over now. */
  ready(): readonly Errand[];
  nextAt(): number | undefined;
};

const wokenBy = {
  inbound: 'receiveMessages',
  urgent: 'routeConversations',
  standard: 'routeConversations',
  outbound: 'deliverReplies',
} as const satisfies Record<SqsQueueName, FunctionName>;

const sqsEvent = (queue: SqsQueueName, messages: readonly QueueMessage[]): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
      ...(message.group === undefined ? {} : { MessageGroupId: message.group }),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queueName(queue)),
    awsRegion: region,
  })),
});

const failedIn = (outcome: Outcome, messages: readonly QueueMessage[]): ReadonlySet<string> => {
  if (outcome.kind !== 'answered') return new Set(messages.map(({ id }) => id));
  const { batchItemFailures } = (outcome.answer ?? { batchItemFailures: [] }) as SQSBatchResponse;
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
};

export function createSources(needs: {
  readonly queues: Queues;
  readonly dynamo: Dynamo;
  readonly random: Random;
  readonly isRepeated: IsRepeated;
}): Sources {
  const { queues, dynamo, random, isRepeated } = needs;
  const prefixes = catalogue.publishEvents.trigger.sortKeysBeginWith;
  let reached = 0;
  let isReading = false;

  function fromQueue(name: SqsQueueName): Errand {
    const queue = queues[name];
    const { batchSize } = catalogue[wokenBy[name]].trigger;
    let messages: readonly QueueMessage[] = [];
    return {
      at: 0,
      label: `SQS queue ${name}`,
      start() {
        messages = queue.receive(1 + random.below(batchSize));
        return messages.length === 0 ? undefined : { name: wokenBy[name], event: sqsEvent(name, messages) };
      },
      ended(outcome) {
        if (isRepeated()) return;
        const failed = failedIn(outcome, messages);
        queue.remove(messages.map(({ id }) => id).filter((id) => !failed.has(id)));
      },
    };
  }

  const wakes = ({ dynamodb }: StreamRecord): boolean =>
    prefixes.some((prefix) => dynamodb.Keys?.sk?.S?.startsWith(prefix));

  function fromStream(): Errand {
    let upTo = reached;
    return {
      at: 0,
      label: 'stream of the table',
      start() {
        upTo = Math.min(dynamo.records.length, reached + 1 + random.below(12));
        const Records = dynamo.records.slice(reached, upTo).filter(wakes);
        isReading = Records.length > 0;
        if (!isReading) reached = upTo;
        return isReading ? { name: 'publishEvents', event: { Records } } : undefined;
      },
      ended(outcome) {
        isReading = false;
        if (outcome.kind === 'answered' && !isRepeated()) reached = upTo;
      },
    };
  }

  return {
    ready: () => [
      ...(isReading || reached >= dynamo.records.length ? [] : [fromStream()]),
      ...sqsQueueNames.filter((name) => queues[name].isReady()).map(fromQueue),
    ],
    nextAt: () =>
      sqsQueueNames.reduce<number | undefined>((soonest, name) => {
        const at = queues[name].readyAt();
        return at === undefined || (soonest !== undefined && soonest <= at) ? soonest : at;
      }, undefined),
  };
}
