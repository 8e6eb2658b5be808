import * as z from 'zod';

export const $WhatsAppSettings = z.object({
  /** The WhatsApp Business account that the number belongs to; templates and news about the account are its own. */
  wabaId: z
    .string()
    .regex(/^\d{5,30}$/, 'the id of a WhatsApp Business account: digits')
    .optional(),
});
