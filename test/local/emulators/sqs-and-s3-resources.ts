import type { QueueSpecification } from '#local/emulators/sqs-and-s3.ts';

export const buckets = ['attachments'];
export const queues: readonly QueueSpecification[] = [
  { name: 'dead.fifo', fifo: true, visibilityTimeoutSeconds: 30 },
  {
    name: 'inbound.fifo',
    fifo: true,
    visibilityTimeoutSeconds: 30,
    deadLetter: { name: 'dead.fifo', maxReceiveCount: 3 },
  },
  { name: 'hashed.fifo', fifo: true, visibilityTimeoutSeconds: 30, contentBasedDeduplication: true },
  { name: 'plain', fifo: false, visibilityTimeoutSeconds: 30 },
];
