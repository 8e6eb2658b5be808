import * as z from 'zod';

/** The key of a service account, as Google Cloud hands it out. */
export const $GooglePlayCredentials = z.looseObject({
  type: z.literal('service_account'),
  client_email: z.email(),
  /** PKCS #8 in PEM. */
  private_key: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  private_key_id: z.string().optional(),
});
export type GooglePlayCredentials = z.infer<typeof $GooglePlayCredentials>;
