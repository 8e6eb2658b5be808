import * as z from 'zod';

export const interactionKinds = ['in-person', 'video', 'phone', 'letter', 'other'] as const;

export const $Interaction = z.object({
  kind: z.enum(interactionKinds),
  /** When it began; may be long ago. */
  at: z.iso.datetime(),
  durationMinutes: z.number().int().min(0).max(1440).optional(),
  /** Who was there, beside the author. */
  people: z.array(z.string().trim().min(1).max(100)).max(50),
  /** What was said and agreed. */
  text: z.string().trim().min(1).max(20_000),
  outcome: z.enum(['resolved', 'follow-up', 'no-answer', 'information']),
});
/** Something that happened outside every channel, entered by an agent. */
export type Interaction = z.infer<typeof $Interaction>;
