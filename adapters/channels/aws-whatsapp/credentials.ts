import * as z from 'zod';

/** None: functions may use the numbers of their own account by IAM. */
export const $AwsWhatsAppCredentials = z.object({});
