import * as z from 'zod';

/** An App Store Connect API key. */
export const $AppStoreCredentials = z.object({
  /** Names the team; absent for a key of one person. Apple's are of no version that RFC 9562 knows. */
  issuerId: z.guid().optional(),
  keyId: z.string().regex(/^[A-Z0-9]{10}$/, 'ten capital letters and digits'),
  /** The downloaded .p8 file. */
  privateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
});
export type AppStoreCredentials = z.infer<typeof $AppStoreCredentials>;
