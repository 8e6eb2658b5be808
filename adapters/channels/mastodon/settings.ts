import * as z from 'zod';
import { isPublicHost } from '../shared/public-url.ts';

export const $MastodonSettings = z.object({
  /** Hosts of the server's media beside its own and those below it: an S3 bucket, a CDN. */
  mediaHosts: z.array(z.hostname().refine(isPublicHost, 'the name of a host on the internet')).max(10).default([]),
});
