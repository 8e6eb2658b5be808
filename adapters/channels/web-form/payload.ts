import * as z from 'zod';
import { fieldKinds } from './settings.ts';

/** A form as its function checked it, on its way over the queue. */
export const $Submission = z.object({
  submissionId: z.string().min(1),
  title: z.string(),
  answers: z
    .array(z.object({ name: z.string(), label: z.string(), kind: z.enum(fieldKinds), value: z.string() }))
    .min(1),
});
export type Submission = z.infer<typeof $Submission>;
