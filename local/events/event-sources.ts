import { join } from 'node:path';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { catalogue } from '#functions/catalogue.ts';
import type { SqsQueueName, Trigger } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import type { LocalDynamoDb } from '../emulators/dynamodb/start-dynamodb.ts';
import type { QueueSpecification } from '../emulators/sqs-and-s3.ts';
import { functionNames } from '../functions.ts';
import { deadLettersName, queueName, sqsQueueNames } from '../names.ts';
import type { DeliveryNeeds, EventSource } from './delivery.ts';
import { startQueueSource } from './queue-source.ts';
import { startScheduleSource } from './schedule-source.ts';
import { type StreamSource, startStreamSource } from './stream-source.ts';

/** Seconds; a failed message is tried again within the attention of whoever watches. */
const longestVisibility = 5;
const visibilityOf = (name: SqsQueueName): number =>
  Math.min(sqsQueues[name].visibilityTimeoutSeconds, longestVisibility);

/** The SQS queues of the catalogue, each with its dead letters. */
export const queueSpecifications: readonly QueueSpecification[] = sqsQueueNames.flatMap((queue) => {
  const { fifo, maxReceiveCount } = sqsQueues[queue];
  const common = { fifo, visibilityTimeoutSeconds: visibilityOf(queue) };
  const deadLetter = { name: deadLettersName(queue), maxReceiveCount };
  return [
    { name: deadLetter.name, ...common },
    { name: queueName(queue), ...common, deadLetter },
  ];
});

type Depth = { readonly waiting: number; readonly inFlight: number; readonly deadLetters: number };

export type EventSources = {
  depths(): Promise<Readonly<Record<SqsQueueName, Depth>>>;
  isStreamIdle(): boolean;
  stop(): Promise<void>;
};

export type EventSourceNeeds = DeliveryNeeds & {
  readonly dynamoDb: LocalDynamoDb;
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly dataDir: string;
};

/** Starts what wakes functions by itself: the SQS queues, the table's stream and the clock. */
export function startEventSources(needs: EventSourceNeeds): EventSources {
  const client = new SQSClient({});
  const streams: StreamSource[] = [];
  const queues: EventSource[] = [];
  const schedules: EventSource[] = [];
  for (const functionName of functionNames) {
    const trigger: Trigger = catalogue[functionName].trigger;
    if (trigger.kind === 'stream') {
      const checkpointFile = join(needs.dataDir, 'stream.json');
      streams.push(startStreamSource(needs, { checkpointFile, ...trigger }));
    }
    if (trigger.kind === 'schedule') schedules.push(startScheduleSource(needs, { functionName, ...trigger }));
    if (trigger.kind !== 'sqs') continue;
    for (const queue of trigger.queues) {
      const name = queueName(queue);
      const queueUrl = needs.queueUrls[name] ?? '';
      const { batchSize } = trigger;
      const visibilitySeconds = visibilityOf(queue);
      queues.push(
        startQueueSource(needs, { client, functionName, queueName: name, queueUrl, batchSize, visibilitySeconds }),
      );
    }
  }
  const depth = async (name: string) => numbersOf(client, needs.queueUrls[name] ?? '');
  return {
    depths: () => depthsOf(depth),
    isStreamIdle: () => streams.every((stream) => stream.isIdle()),
    async stop() {
      await Promise.all([...schedules, ...queues, ...streams].map((source) => source.stop()));
      client.destroy();
    },
  };
}

type Numbers = Omit<Depth, 'deadLetters'>;

async function depthsOf(depth: (name: string) => Promise<Numbers>): Promise<Record<SqsQueueName, Depth>> {
  const of = async (queue: SqsQueueName): Promise<Depth> => {
    const [own, dead] = await Promise.all([depth(queueName(queue)), depth(deadLettersName(queue))]);
    return { ...own, deadLetters: dead.waiting };
  };
  const [inbound, urgent, standard, outbound] = await Promise.all([
    of('inbound'),
    of('urgent'),
    of('standard'),
    of('outbound'),
  ]);
  return { inbound, urgent, standard, outbound };
}

async function numbersOf(client: SQSClient, queueUrl: string): Promise<Numbers> {
  const { Attributes: attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return {
    waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
