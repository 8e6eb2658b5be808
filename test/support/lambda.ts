import type { Context, SQSRecord } from 'aws-lambda';

export const aContext = (): Context => ({
  awsRequestId: 'request-1',
  functionName: 'parley',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:parley',
  memoryLimitInMB: '512',
  logGroupName: 'parley',
  logStreamName: 'parley',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** A record as Lambda hands it over; with a group it is of a FIFO queue. */
export const anSqsRecord = (
  messageId: string,
  body: unknown,
  { group, attempt = 1 }: { readonly group?: string; readonly attempt?: number } = {},
): SQSRecord => ({
  messageId,
  receiptHandle: `handle-${messageId}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: String(attempt),
    SentTimestamp: '1763640000000',
    SenderId: 'AIDAEXAMPLE',
    ApproximateFirstReceiveTimestamp: '1763640000000',
    ...(group === undefined ? {} : { MessageGroupId: group, SequenceNumber: '1', MessageDeduplicationId: messageId }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:inbound.fifo',
  awsRegion: 'us-east-1',
});

/** A log that a test can read. */
export function aLog() {
  const errors: { readonly event: string; readonly fields: Record<string, unknown> }[] = [];
  return {
    errors,
    addContext: () => undefined,
    error: (event: string, fields: Record<string, unknown>) => void errors.push({ event, fields }),
  };
}
