import type { SqsQueueName } from './function-row.ts';

export type SqsQueue = {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  /** Failed deliveries before a message moves to the dead letters. */
  readonly maxReceiveCount: number;
  /** What a person notices when messages end up in its dead letters. */
  readonly impact: string;
};

export const sqsQueues = {
  inbound: {
    fifo: true,
    visibilityTimeoutSeconds: 180,
    maxReceiveCount: 5,
    impact: 'messages of customers were accepted but are on no screen; redrive them once the cause is mended',
  },
  urgent: {
    fifo: false,
    visibilityTimeoutSeconds: 60,
    maxReceiveCount: 5,
    impact: 'urgent conversations wait with no agent assigned',
  },
  standard: {
    fifo: false,
    visibilityTimeoutSeconds: 60,
    maxReceiveCount: 5,
    impact: 'conversations wait with no agent assigned',
  },
  outbound: {
    fifo: true,
    visibilityTimeoutSeconds: 120,
    // A provider may ask us to come back that often; what may have been sent is never sent again anyway.
    maxReceiveCount: 20,
    impact: 'replies of agents are shown as queued and have not left',
  },
} as const satisfies Record<SqsQueueName, SqsQueue>;
