import * as z from 'zod';
import { $Priority } from '../conversations/priority.ts';

export const $Queue = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(100),
  /** Skills an agent needs to be given a conversation of this queue; empty asks for none. */
  skills: z.array(z.string()),
  policyId: z.string().min(1),
  defaultPriority: $Priority,
  /** When a reply is held back because somebody wrote since the author last looked. */
  holdReplyWhen: z.enum(['anyone-wrote', 'agent-wrote', 'never']),
});
/** Where customers wait. (The AWS one is always "SQS queue".) */
export type Queue = z.infer<typeof $Queue>;
