import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionName } from '#functions/catalogue.ts';
import { queueArn, region } from '../names.ts';
import type { DeliveryNeeds, EventSource } from './delivery.ts';

export type QueueSourceOptions = {
  readonly client: SQSClient;
  readonly functionName: FunctionName;
  readonly queueName: string;
  readonly queueUrl: string;
  readonly batchSize: number;
  /** How long a failed message waits for its next try. */
  readonly visibilitySeconds: number;
};

type Source = DeliveryNeeds & QueueSourceOptions & { readonly signal: AbortSignal };

/** Invocations of one function at a time. */
const mostAtOnce = 4;
const longPollSeconds = 20;
const pauseAfterErrorMs = 200;

const recordOf = (source: Source, message: Message): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
    ...message.Attributes,
  },
  messageAttributes: {},
  md5OfBody: message.MD5OfBody ?? '',
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn(source.queueName),
  awsRegion: region,
});

/** Hands messages of an SQS queue to a function, as Lambda does with partial batch responses on. */
export function startQueueSource(needs: DeliveryNeeds, options: QueueSourceOptions): EventSource {
  const stopping = new AbortController();
  const source: Source = { ...needs, ...options, signal: stopping.signal };
  const polling = poll(source);
  return {
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

async function poll(source: Source): Promise<void> {
  const working = new Set<Promise<void>>();
  while (!source.signal.aborted) {
    if (working.size >= mostAtOnce) {
      await Promise.race(working);
      continue;
    }
    const messages = await receive(source);
    if (messages.length === 0) continue;
    const work = deliver(source, messages)
      .catch((error: unknown) => console.error(error))
      .finally(() => working.delete(work));
    working.add(work);
  }
  await Promise.all(working);
}

async function receive({ client, queueUrl, batchSize, visibilitySeconds, signal }: Source): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    VisibilityTimeout: visibilitySeconds,
    WaitTimeSeconds: longPollSeconds,
    MessageSystemAttributeNames: ['All'],
  });
  try {
    return (await client.send(command, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    console.error(error);
    await wait(pauseAfterErrorMs);
    return [];
  }
}

async function deliver(source: Source, messages: readonly Message[]): Promise<void> {
  const release = source.clock.working();
  const stopKeeping = keepInvisible(source, messages);
  try {
    const failed = await failures(source, messages);
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (done.length === 0) return;
    const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await source.client.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }));
  } finally {
    stopKeeping();
    release();
  }
}

/** The messages that stay on the queue: those the function names, or all when it fails as a whole. */
async function failures(source: Source, messages: readonly Message[]): Promise<ReadonlySet<string | undefined>> {
  const records = messages.map((message) => recordOf(source, message));
  const failed = await invoke(source, records);
  if (failed.size > 0 || !source.dice.hits(source.duplicates)) return failed;
  return invoke(source, records.map(deliveredAgain));
}

async function invoke(source: Source, records: SQSRecord[]): Promise<ReadonlySet<string | undefined>> {
  const event: SQSEvent = { Records: records };
  try {
    const response = (await source.functions.invoke(source.functionName, event)) as SQSBatchResponse | undefined;
    return new Set((response?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(records.map(({ messageId }) => messageId));
  }
}

const deliveredAgain = (record: SQSRecord): SQSRecord => {
  const ApproximateReceiveCount = String(Number(record.attributes.ApproximateReceiveCount) + 1);
  return { ...record, attributes: { ...record.attributes, ApproximateReceiveCount } };
};

/**
 * In AWS the visibility timeout outlasts the function. Here it is short, so that tries follow each other quickly and what a
 * killed process held comes back soon; a function that is still at work keeps its messages.
 */
function keepInvisible({ client, queueUrl, visibilitySeconds }: Source, messages: readonly Message[]): () => void {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
    VisibilityTimeout: visibilitySeconds,
  }));
  const timer = setInterval(() => {
    client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })).catch(() => undefined);
  }, visibilitySeconds * 400);
  return () => clearInterval(timer);
}
