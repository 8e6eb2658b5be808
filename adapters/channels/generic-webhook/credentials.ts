import * as z from 'zod';

/** As Standard Webhooks writes it: 24 to 64 random bytes in base64. */
const $Secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64')
  .refine((secret) => bytesIn(secret) >= 24 && bytesIn(secret) <= 64, '24 to 64 bytes');

export const $GenericWebhookCredentials = z.object({
  /** What the other system signs with. The current one first; others while one is replaced. */
  secrets: z.array($Secret).min(1).max(5),
  /** What our answers are signed with; the first of `secrets` when absent. */
  replySecret: $Secret.optional(),
});
export type GenericWebhookCredentials = z.infer<typeof $GenericWebhookCredentials>;

const bytesIn = (secret: string): number => Buffer.from(secret.slice('whsec_'.length), 'base64').length;
