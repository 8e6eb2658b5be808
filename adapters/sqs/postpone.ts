import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';

type Postponed = { readonly receiptHandle: string; readonly seconds: number };

/** Lets a queue hand a message out again after so long, in place of after the queue's own time. */
export async function postpone(queueUrl: string, { receiptHandle, seconds }: Postponed): Promise<void> {
  const command = new ChangeMessageVisibilityCommand({
    QueueUrl: queueUrl,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds,
  });
  await new SQSClient({}).send(command);
}
