import type { SqsQueueName } from '#functions/function-row.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { account, queueName, sqsQueueNames } from '#local/names.ts';
import { jsonAnswer, operationIn } from './dynamodb.ts';
import type { Wire, WireAnswer } from './interception.ts';
import { createQueue, md5, type Queue } from './queue.ts';
import type { Time } from './time.ts';

export type Queues = Readonly<Record<SqsQueueName, Queue>>;
type Input = {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
  readonly Entries?: readonly (Omit<Input, 'QueueUrl'> & { readonly Id: string })[];
};

export const queueUrl = (port: number, queue: SqsQueueName): string =>
  `http://127.0.0.1:${port}/${account}/${queueName(queue)}`;

export const createQueues = (time: Time): Queues => ({
  inbound: createQueue('inbound', sqsQueues.inbound, time),
  urgent: createQueue('urgent', sqsQueues.urgent, time),
  standard: createQueue('standard', sqsQueues.standard, time),
  outbound: createQueue('outbound', sqsQueues.outbound, time),
});

/** Which queue a request is about. */
export const queueOf = ({ QueueUrl }: Pick<Input, 'QueueUrl'>): SqsQueueName => {
  const found = sqsQueueNames.find((queue) => QueueUrl.endsWith(`/${queueName(queue)}`));
  if (!found) throw new Error(`there is no queue ${QueueUrl}`);
  return found;
};

function send(queue: Queue, entry: Omit<Input, 'QueueUrl'>): object {
  const { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: deduplicationId } = entry;
  const { id, position } = queue.send({ body, group, deduplicationId });
  return { MessageId: id, MD5OfMessageBody: md5(body), SequenceNumber: String(position) };
}

/** Answers what functions ask of SQS. */
export function answerSqs(queues: Queues, wire: Wire): WireAnswer {
  const input = JSON.parse(wire.body) as Input;
  const queue = queues[queueOf(input)];
  switch (operationIn(wire)) {
    case 'SendMessage':
      return jsonAnswer(200, send(queue, input));
    case 'SendMessageBatch':
      return jsonAnswer(200, {
        Successful: (input.Entries ?? []).map((entry) => ({ Id: entry.Id, ...send(queue, entry) })),
      });
    case 'ChangeMessageVisibility':
      queue.postpone(input.ReceiptHandle ?? '', input.VisibilityTimeout ?? 0);
      return jsonAnswer(200, {});
    default:
      throw new Error(`SQS operation ${operationIn(wire)} is not simulated`);
  }
}
