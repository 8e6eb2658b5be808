import * as z from 'zod';
import { $ChatSettings } from '#domain/chat/settings.ts';
import { whyNotPublic } from '../shared/public-url.ts';

export const $InAppSettings = z.object({
  ...$ChatSettings.shape,
  /** Where the business's backend wants to hear of answers; without it, apps fetch them. */
  replyUrl: z
    .string()
    .max(2000)
    .refine((url) => whyNotPublic(url) === undefined, 'https, a public host name, no password and no port')
    .optional(),
});
