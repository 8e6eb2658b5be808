import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type QueueMessage = {
  readonly body: unknown;
  /** FIFO only: messages of one group keep their order. */
  readonly group?: string;
  /** FIFO only: a second message with the same id within 5 minutes is ignored. The first sieve, not the promise. */
  readonly deduplicationId?: string;
};

export type SendToQueue = (message: QueueMessage) => Promise<void>;

/** Puts messages on one SQS queue as JSON. */
export const sendToQueue =
  (client: SQSClient, queueUrl: string): SendToQueue =>
  async ({ body, group, deduplicationId }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(body),
        ...(group === undefined ? {} : { MessageGroupId: group }),
        ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
      }),
    );
  };
