import * as z from 'zod';

/** What starts the escalation workflow, and comes back to it each time its timer goes off. */
export const $WorkflowInput = z.object({
  kind: z.enum(['deadline', 'snooze']),
  conversationId: z.string(),
  /** The deadline's id, or the time at which the snooze ends. */
  id: z.string(),
  /** When to look. */
  dueAt: z.string(),
});
export type WorkflowInput = z.infer<typeof $WorkflowInput>;
