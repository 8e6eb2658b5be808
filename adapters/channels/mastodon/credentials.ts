import * as z from 'zod';
import { isPublicHost } from '../shared/public-url.ts';

export const $MastodonCredentials = z.object({
  /** Host of the server that the account is on: `mastodon.example`. */
  server: z.hostname().refine(isPublicHost, 'the name of a server on the internet'),
  /** Of an application with `read:notifications`, `read:accounts`, `read:statuses` and `write:statuses`. */
  accessToken: z.string().min(20),
});
export type MastodonCredentials = z.infer<typeof $MastodonCredentials>;

export const bearer = ({ accessToken }: MastodonCredentials) => ({ authorization: `Bearer ${accessToken}` });
