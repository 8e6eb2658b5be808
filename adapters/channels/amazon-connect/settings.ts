import * as z from 'zod';

const $Names = z.record(z.string().min(1).max(100), z.string().trim().min(1).max(100));

/** Events name queues and agents by their ids only; here is what people call them. */
export const $AmazonConnectSettings = z.object({
  /** By the last part of the queue's ARN. */
  queues: $Names.default({}),
  /** By the last part of the agent's ARN. */
  agents: $Names.default({}),
});
export type AmazonConnectSettings = z.infer<typeof $AmazonConnectSettings>;
