import * as z from 'zod';

/** What the SecureString parameter of a connection through Twilio holds, as JSON. */
export const $TwilioCredentials = z
  .object({
    accountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'an account SID: AC and 32 hexadecimal digits'),
    /** The current auth token first; behind it the other one while tokens are rotated. Verify webhooks. */
    authTokens: z.array(z.string().min(1)).min(1).max(5),
    /** An API key sends in place of the auth token: it can be revoked alone. */
    apiKeySid: z
      .string()
      .regex(/^SK[0-9a-fA-F]{32}$/, 'an API key SID: SK and 32 hexadecimal digits')
      .optional(),
    apiKeySecret: z.string().min(1).optional(),
    /** Sends through a Messaging Service, which picks the number, in place of the connection's own number. */
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-fA-F]{32}$/, 'a Messaging Service SID: MG and 32 hexadecimal digits')
      .optional(),
  })
  .refine(
    ({ apiKeySid, apiKeySecret }) => (apiKeySid === undefined) === (apiKeySecret === undefined),
    'apiKeySid and apiKeySecret go together',
  );
export type TwilioCredentials = z.infer<typeof $TwilioCredentials>;

/** The Authorization header for Twilio's REST API. */
export function basicAuth(credentials: TwilioCredentials): string {
  const { accountSid, authTokens, apiKeySid, apiKeySecret } = credentials;
  const pair = apiKeySid && apiKeySecret ? [apiKeySid, apiKeySecret] : [accountSid, authTokens[0]];
  return `Basic ${Buffer.from(pair.join(':')).toString('base64')}`;
}
