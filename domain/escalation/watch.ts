import * as z from 'zod';

/** What somebody has to look after when its time has come. The escalation workflow starts with it and comes back to it. */
export const $Watch = z.object({
  kind: z.enum(['deadline', 'snooze']),
  conversationId: z.string(),
  /** The deadline's id, or the time at which the snooze ends. */
  id: z.string(),
  /** When to look. */
  dueAt: z.iso.datetime(),
});
export type Watch = z.infer<typeof $Watch>;

/** Goes off once `dueAt` has come, never before it. */
export const $Timer = z.object({
  /** The same when it is set again for the same reason. */
  name: z.string(),
  watch: $Watch,
});
export type Timer = z.infer<typeof $Timer>;

/** Sets a timer, once per name. */
export type SetTimer = (timer: Timer) => Promise<void>;

/** Starts the escalation workflow, once per name: one that runs or ran already is left alone. */
export type StartWorkflow = (name: string, watch: Watch) => Promise<void>;
