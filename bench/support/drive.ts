import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SNSEvent, SQSEvent } from 'aws-lambda';
import type { FunctionName } from '#functions/catalogue.ts';
import type { SqsQueueName } from '#functions/function-row.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { queueArn, queueName, region } from '#local/names.ts';
import type { Watch } from './counted-calls.ts';
import type { System } from './system.ts';

const wokenBy = {
  inbound: 'receiveMessages',
  urgent: 'routeConversations',
  standard: 'routeConversations',
  outbound: 'deliverReplies',
} as const satisfies Record<SqsQueueName, FunctionName>;

export type Driver = {
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  /** Hands on what lies in the SQS queues and in the stream until nothing is left. */
  settle(queues: readonly SqsQueueName[]): Promise<void>;
  /** The event with which an SQS queue would wake its function, taken off the queue; undefined when it is empty. */
  receive(queue: SqsQueueName): Promise<SQSEvent | undefined>;
  /** The stream's next records; empty when there are none. */
  readStream(): Promise<readonly StreamRecord[]>;
  /** Batches that SQS queues delivered: each is a receive and a delete on the bill. */
  readonly batches: Map<SqsQueueName, number>;
  /** Messages in them. */
  readonly messages: Map<SqsQueueName, number>;
  /** Bytes that came in over HTTP and through topics. */
  receivedBytes(): number;
  reset(): void;
  stop(): void;
};

/** Counts what is handed over. */
function deliveries() {
  const batches = new Map<SqsQueueName, number>();
  const messages = new Map<SqsQueueName, number>();
  let receivedBytes = 0;
  return {
    batches,
    messages,
    receivedBytes: () => receivedBytes,
    noteBatch(queue: SqsQueueName, { Records }: SQSEvent) {
      batches.set(queue, (batches.get(queue) ?? 0) + 1);
      messages.set(queue, (messages.get(queue) ?? 0) + Records.length);
    },
    noteEvent(event: unknown) {
      receivedBytes += bytesIn(event);
    },
    reset() {
      batches.clear();
      messages.clear();
      receivedBytes = 0;
    },
  };
}

type OnRecords = (records: readonly StreamRecord[]) => void;

/** Reads the table's stream from its beginning on. */
function streamOf({ dynamoDb }: System, onRecords: OnRecords): Driver['readStream'] {
  let sequence: string | undefined;
  return async () => {
    const records = await dynamoDb.readStream(sequence, 50);
    sequence = records.at(-1)?.dynamodb.SequenceNumber ?? sequence;
    onRecords(records);
    return records;
  };
}

/**
 * Delivers when told to. At the pace of a quiet help desk that is after each message, with everything that follows from it:
 * FIFO queues have no batching window, so this is also the dearest pace.
 */
export function driverOf(system: System, watch: Watch, onRecords: OnRecords): Driver {
  const sqs = new SQSClient({});
  const { noteBatch, noteEvent, ...counted } = deliveries();
  const readStream = streamOf(system, onRecords);
  const invoke = (name: FunctionName, event: unknown) => {
    noteEvent(event);
    return watch.as(name, () => system.functions.invoke(name, event));
  };
  const receive = (queue: SqsQueueName) => take(sqs, queue, system.queueUrls[queueName(queue)] ?? '');

  async function fromQueue(queue: SqsQueueName): Promise<boolean> {
    const event = await receive(queue);
    if (!event) return false;
    noteBatch(queue, event);
    refuseFailures(await invoke(wokenBy[queue], event));
    return true;
  }

  async function fromStream(): Promise<boolean> {
    const Records = await readStream();
    if (Records.length > 0) await invoke('publishEvents', { Records });
    return Records.length > 0;
  }

  return {
    invoke,
    receive,
    readStream,
    ...counted,
    async settle(queues) {
      for (let moved = true; moved; ) {
        moved = false;
        for (const queue of queues) moved = (await fromQueue(queue)) || moved;
        moved = (await fromStream()) || moved;
      }
    },
    stop: () => sqs.destroy(),
  };
}

type Incoming = Partial<Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>> & Partial<SNSEvent>;

/** Of an HTTP request its body, of an SNS event its messages. */
function bytesIn(event: unknown): number {
  const { body, isBase64Encoded, Records = [] } = (event ?? {}) as Incoming;
  if (typeof body === 'string') return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  return Records.reduce((sum, { Sns }) => sum + Buffer.byteLength(Sns?.Message ?? ''), 0);
}

async function take(sqs: SQSClient, queue: SqsQueueName, QueueUrl: string): Promise<SQSEvent | undefined> {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
  );
  for (const { ReceiptHandle } of messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return messages.length === 0 ? undefined : sqsEvent(queue, messages);
}

/** A failed message would be measured as a cheap one. */
function refuseFailures(answer: unknown): void {
  const { batchItemFailures = [] } = (answer ?? {}) as { readonly batchItemFailures?: readonly unknown[] };
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages of the bench failed`);
}

const sqsEvent = (queue: SqsQueueName, messages: readonly Message[]): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
      ...message.Attributes,
    },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queueName(queue)),
    awsRegion: region,
  })),
});
