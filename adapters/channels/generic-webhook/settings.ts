import * as z from 'zod';
import { isPublicHost, whyNotPublic } from '../shared/public-url.ts';
import { isJsonPath } from './json-path.ts';

const $Path = z.string().refine(isJsonPath, 'a path of names, dots and [n]: data.customer.email, items[0].url');

export const $MappingSettings = z.object({
  /** Where in a body each thing is found. */
  paths: z.object({
    /** The other system's own id of the message; the `webhook-id` stands for it when there is none. */
    id: $Path.optional(),
    /** What an answer is addressed to: an id, a mail address, whatever the other system understands. */
    senderAddress: $Path,
    senderName: $Path.optional(),
    text: $Path,
    subject: $Path.optional(),
    /** ISO 8601 with offset, or seconds or milliseconds since 1970. */
    sentAt: $Path.optional(),
    /** Everything with the same one is one conversation. */
    threadId: $Path.optional(),
    /** One URL, or a list of URLs. */
    attachments: $Path.optional(),
    /** `message`, `edited` or `deleted`; needs `id`. */
    kind: $Path.optional(),
  }),
  /** Hosts that attachments are fetched from: `files.example.com`, or `.example.com` for all below it. */
  attachmentHosts: z
    .array(
      z
        .string()
        .max(254)
        .regex(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name in lower case')
        .refine(isPublicHost, 'the name of a host on the internet'),
    )
    .max(10)
    .default([]),
  /** Where answers are sent, signed; without it, messages cannot be answered. */
  replyUrl: z
    .url()
    .refine(
      (url) => whyNotPublic(url) === undefined,
      'an https address with the name of a host on the internet, without a port',
    )
    .optional(),
  /** Webhooks in a minute; more are answered with 429. */
  perMinute: z.number().int().min(1).max(10_000).default(600),
});
export type MappingSettings = z.infer<typeof $MappingSettings>;
