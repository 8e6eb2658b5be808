import type { Clock } from '#domain/kernel/clock.ts';
import type { XCredentials } from './credentials.ts';
import { momentOf, oauth1Header } from './oauth1.ts';

/** Version 2 of the API, https://docs.x.com/x-api/introduction, read 2026-11-22. */
export const xApi = 'https://api.x.com/2';

/** A JSON request on behalf of our account. */
export const signedPost = (
  { now }: { readonly now: Clock },
  credentials: XCredentials,
  { url, body }: { readonly url: string; readonly body: unknown },
): RequestInit => ({
  method: 'POST',
  headers: {
    authorization: oauth1Header({ method: 'POST', url }, credentials, momentOf(now())),
    'content-type': 'application/json',
  },
  body: JSON.stringify(body),
});
