import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import type { LambdaHandler } from './deployed.ts';
import { type EdgeLog, edge, traceOf } from './edge.ts';

export type Delivery<Body> = {
  readonly body: Body;
  /** How often this message was received, from 1. */
  readonly attempt: number;
  readonly messageId: string;
  /** Names this very receive of the message. */
  readonly receiptHandle: string;
};

type Handle<Body> = (delivery: Delivery<Body>) => Promise<void>;

const deliveryOf = <Body>(schema: z.ZodType<Body>, record: SQSRecord): Delivery<Body> => ({
  body: schema.parse(JSON.parse(record.body)),
  attempt: Number(record.attributes.ApproximateReceiveCount),
  messageId: record.messageId,
  receiptHandle: record.receiptHandle,
});

/** Messages without a group (standard queues) are each a group of their own. */
const groupOf = (record: SQSRecord): string => record.attributes.MessageGroupId ?? record.messageId;

/**
 * Works through a batch in order. Once one message of a group fails, the later ones of that group are handed back
 * untouched, so that they cannot overtake it; other groups go on.
 */
export function onQueue<Body>(
  log: EdgeLog,
  schema: z.ZodType<Body>,
  handle: Handle<Body>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const work = async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const blocked = new Set<string>();
    const failed: string[] = [];
    for (const record of event.Records) {
      const group = groupOf(record);
      if (!blocked.has(group) && (await succeeds(log, record, () => handle(deliveryOf(schema, record))))) continue;
      blocked.add(group);
      failed.push(record.messageId);
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return edge(log, work);
}

async function succeeds(log: EdgeLog, record: SQSRecord, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const attempt = record.attributes.ApproximateReceiveCount;
    log.error('message-failed', { sqsMessageId: record.messageId, attempt, ...traceOf(error) });
    return false;
  }
}
