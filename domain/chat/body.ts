import * as z from 'zod';
import { $UploadedFile } from './protocol.ts';

/** What the chat functions put into the body of an inbound envelope. */

const $Contact = z.object({ name: z.string(), emails: z.array(z.string()) });

export const $ChatBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    providerId: z.string().min(1),
    /** Its folder holds the files. Absent for what the business's own backend hands over. */
    sessionId: z.string().optional(),
    visitor: z.object({
      address: z.string().min(1),
      name: z.string(),
      /** Proved to be this visitor's. */
      email: z.string().optional(),
    }),
    text: z.string(),
    files: z.array($UploadedFile),
    page: z.string().optional(),
    /** What the visitor typed about themselves; nobody vouches for it. */
    contact: $Contact.optional(),
  }),
  z.object({
    kind: z.literal('left-message'),
    providerId: z.string().min(1),
    name: z.string(),
    email: z.string(),
    text: z.string(),
    answers: z.array(z.object({ name: z.string(), value: z.string() })),
    page: z.string().optional(),
  }),
  z.object({
    kind: z.literal('receipts'),
    status: z.enum(['delivered', 'read']),
    about: z.array(z.object({ conversationId: z.string(), messageId: z.string() })),
  }),
]);
export type ChatBody = z.infer<typeof $ChatBody>;
