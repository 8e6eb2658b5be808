import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SqsQueue } from '#functions/sqs-queues.ts';

/** The longest that SQS keeps a message. */
const deadLetterRetention = Duration.days(14);

const secured = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** Each message group has its own limit of 300 calls a second; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
const highThroughputFifo = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const;

/** An SQS queue of the catalogue and the dead letters of what it could not deliver. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SqsQueue) {
    super(scope, id);
    const kind: QueueProps = props.fifo ? highThroughputFifo : {};
    this.deadLetters = new Queue(this, 'DeadLetters', { ...secured, ...kind, retentionPeriod: deadLetterRetention });
    this.queue = new Queue(this, 'Queue', {
      ...secured,
      ...kind,
      visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds),
      // A weekend of trouble downstream loses nothing.
      retentionPeriod: Duration.days(7),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
  }
}

/** Where a trigger that is no SQS queue puts what its function failed on. */
export const deadLettersOf = (scope: Construct, functionName: string): Queue =>
  new Queue(scope, `DeadLettersOf-${functionName}`, { ...secured, retentionPeriod: deadLetterRetention });
