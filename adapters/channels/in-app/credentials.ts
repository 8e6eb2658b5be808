import * as z from 'zod';
import { $IdentifySecrets } from '../web-chat/credentials.ts';

/** As the Standard Webhooks specification writes secrets: `whsec_` and 24 to 64 bytes in base64. */
const $WebhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64');

export const $InAppCredentials = z.object({
  /** What the business signs the `identify` tokens of its app with. */
  identifySecrets: $IdentifySecrets.optional(),
  /** What the business's backend signs messages with that it hands over; several while one is rotated. */
  messageSecrets: z.array($WebhookSecret).min(1).optional(),
  /** What Parley signs answers with that it sends to `replyUrl`; with all of them while one is rotated. */
  replySecrets: z.array($WebhookSecret).min(1).optional(),
});
export type InAppCredentials = z.infer<typeof $InAppCredentials>;
