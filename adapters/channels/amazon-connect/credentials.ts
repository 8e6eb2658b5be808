import * as z from 'zod';

/** Amazon Connect is of the same AWS account and let in by IAM: there is nothing to keep secret. */
export const $AmazonConnectCredentials = z.object({});
