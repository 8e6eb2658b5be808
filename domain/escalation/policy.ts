import * as z from 'zod';

export const $EscalationAction = z.discriminatedUnion('do', [
  /** Tell the queue's leads; they see it in the console. */
  z.object({ do: z.literal('notify-leads') }),
  z.object({ do: z.literal('raise-priority') }),
  /** Hand it to a lead of the queue who has room. */
  z.object({ do: z.literal('reassign-to-lead') }),
  z.object({ do: z.literal('move-to-queue'), queueId: z.string() }),
]);
export type EscalationAction = z.infer<typeof $EscalationAction>;

export const $EscalationLevel = z.object({
  /** Business minutes after the deadline; 0 is at the deadline itself. */
  afterMinutes: z.number().int().min(0).max(525_600),
  actions: z.array($EscalationAction).min(1),
});

export const $SlaPolicy = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(100),
  calendarId: z.string().min(1),
  /** Business minutes until the first reply to a new conversation, by priority where it differs. */
  firstReplyWithinMinutes: z.number().int().positive().max(525_600),
  /** Business minutes until each later reply. */
  nextReplyWithinMinutes: z.number().int().positive().max(525_600),
  /** Business minutes before the deadline at which the assignee is warned; 0 never warns. */
  warnBeforeMinutes: z.number().int().min(0).max(525_600),
  /** In order of `afterMinutes`. */
  levels: z.array($EscalationLevel).max(10),
});
/** What a business promises its customers, and what happens when the promise is late. */
export type SlaPolicy = z.infer<typeof $SlaPolicy>;

export const $Deadline = z.object({
  id: z.string(),
  kind: z.enum(['first-reply', 'next-reply']),
  policyId: z.string(),
  setAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  /** What is still to come, soonest first: `level` 0 is the warning. */
  steps: z.array(z.object({ level: z.number().int().min(0), at: z.iso.datetime() })),
});
export type Deadline = z.infer<typeof $Deadline>;
