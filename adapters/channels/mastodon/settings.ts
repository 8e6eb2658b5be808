import * as z from 'zod';

export const $MastodonSettings = z.object({
  /** Hosts of the server's media beside its own and those below it: an S3 bucket, a CDN. */
  mediaHosts: z.array(z.hostname()).max(10).default([]),
});
