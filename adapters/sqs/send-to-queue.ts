import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type QueueMessage = {
  readonly body: unknown;
  /** FIFO only: messages of one group keep their order. */
  readonly group?: string;
  /** FIFO only: a second message with the same id within 5 minutes is ignored. The first sieve, not the promise. */
  readonly deduplicationId?: string;
};

export type SendToQueue = (message: QueueMessage) => Promise<void>;

/** SQS takes neither U+FFFE nor U+FFFF, and not everything that speaks like SQS takes an emoji; escaped they are the same JSON. */
const asciiBeyond = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

/** Puts messages on one SQS queue as JSON. */
export const sendToQueue =
  (client: SQSClient, queueUrl: string): SendToQueue =>
  async ({ body, group, deduplicationId }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: asciiBeyond(JSON.stringify(body)),
        ...(group === undefined ? {} : { MessageGroupId: group }),
        ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
      }),
    );
  };

/** What SQS takes at once; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html. */
const entriesAtOnce = 10;
const bytesAtOnce = 250_000;

type Entry = { readonly json: string; readonly message: QueueMessage };

/** Messages in order, as many together as SQS takes. */
function batchesOf(messages: readonly QueueMessage[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const json = asciiBeyond(JSON.stringify(message.body));
    const size = Buffer.byteLength(json);
    const last = batches.at(-1);
    if (last && last.length < entriesAtOnce && bytes + size <= bytesAtOnce) last.push({ json, message });
    else batches.push([{ json, message }]);
    bytes = (batches.at(-1)?.length ?? 0) > 1 ? bytes + size : size;
  }
  return batches;
}

export type SendAllToQueue = (messages: readonly QueueMessage[]) => Promise<void>;

/** Puts many messages on one SQS queue, in order; fails when one of them is not taken, so that all are sent again. */
export function sendAllToQueue(client: SQSClient, queueUrl: string): SendAllToQueue {
  const sendOne = sendToQueue(client, queueUrl);
  return async (messages) => {
    const [only, another] = messages;
    if (only && !another) return sendOne(only);
    for (const batch of batchesOf(messages)) {
      const entries = batch.map(({ json, message: { group, deduplicationId } }, position) => ({
        Id: String(position),
        MessageBody: json,
        ...(group === undefined ? {} : { MessageGroupId: group }),
        ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
      }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
      if (Failed && Failed.length > 0)
        throw new Error(`SQS did not take ${Failed.length} messages: ${Failed[0]?.Code}`);
    }
  };
}
