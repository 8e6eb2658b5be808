import * as z from 'zod';

/** The only version that AWS names in all its examples; https://docs.aws.amazon.com/social-messaging/latest/userguide/send-message.html. */
const usualVersion = 'v20.0';

export const $AwsWhatsAppSettings = z.object({
  /** AWS's own name for the number, or its ARN; Meta's phone number id is the connection's account id. */
  originationPhoneNumberId: z
    .string()
    .regex(
      /^(arn:[\w-]+:social-messaging:.*:phone-number-id\/|phone-number-id-)[0-9a-zA-Z]+$/,
      'phone-number-id-… or its ARN',
    ),
  /** The WhatsApp Business account as Meta names it; news about the account is its own. */
  wabaId: z
    .string()
    .regex(/^\d{5,30}$/, 'the id of a WhatsApp Business account: digits')
    .optional(),
  /** Of Meta's API, as AWS takes it. */
  metaApiVersion: z
    .string()
    .regex(/^v\d{2}\.\d$/)
    .default(usualVersion),
});
