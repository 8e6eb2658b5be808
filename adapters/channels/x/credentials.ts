import * as z from 'zod';

const secrets = z.array(z.string().min(1)).max(5);

/**
 * What the SecureString parameter of a connection holds, as JSON. Requests are signed with OAuth 1.0a, whose tokens do not
 * expire: the refresh token of OAuth 2.0 changes with each use and would have to be stored again each time.
 */
export const $XCredentials = z.object({
  /** The app's API key. */
  consumerKey: z.string().min(1),
  /** The app's API key secret first, which signs; behind it the one before, while it is regenerated, for webhooks. */
  consumerSecrets: secrets.min(1),
  /** OAuth 2.0 client secrets, where the app has any: X then signs webhooks with these. */
  clientSecrets: secrets.default([]),
  /** Of the account that is written to, with permission to read and write direct messages. */
  accessToken: z.string().min(1),
  accessTokenSecret: z.string().min(1),
  /** App-only bearer token: registers and checks webhooks. */
  bearerToken: z.string().min(1).optional(),
  /** OAuth 2.0 user token with `dm.read`, good for two hours: X wants one to subscribe to private events, and only then. */
  subscribingToken: z.string().min(1).optional(),
});
export type XCredentials = z.infer<typeof $XCredentials>;
