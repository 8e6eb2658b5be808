import * as z from 'zod';
import { $Channel } from '#domain/channels/channel.ts';
import { $Template } from '#domain/channels/template.ts';

/** What it takes to answer a customer: the reply, how it can be sent, and the files that go along. */

export const $ReplyRequest = z
  .object({
    /** May be empty when there are files or a template. Longer than the channel takes, it is split or refused: see reply-options. */
    text: z.string().trim().max(100_000).default(''),
    /** The last message of the conversation that the author has seen; the reply is held (409) if there is a newer one. */
    lastSeenEventId: z.string().min(1),
    /** Another of the customer's addresses, as reply-options list them; else where the latest message came from. */
    via: z.object({ connectionId: z.string().min(1), to: z.string().min(1).optional() }).optional(),
    /** In place of a text, where the channel wants one. */
    template: z
      .object({ id: z.string().min(1), variables: z.record(z.string(), z.string().max(1000)).default({}) })
      .optional(),
    /** Files uploaded by `POST /v1/uploads`. */
    attachments: z
      .array(z.object({ uploadId: z.string().regex(/^[\w-]{16,64}$/), fileName: z.string().trim().min(1).max(200) }))
      .max(20)
      .default([]),
    /** Mail only. */
    cc: z.array(z.email()).max(20).default([]),
    /** Resolve once sent. */
    andResolve: z.literal(true).optional(),
  })
  .refine(({ text, template, attachments }) => template !== undefined || text !== '' || attachments.length > 0, {
    path: ['text'],
    message: 'write something, attach a file or choose a template',
  });

export const $ReplyOption = z.object({
  channel: $Channel,
  connectionId: z.string(),
  connectionName: z.string(),
  /** The customer's address there. */
  to: z.string(),
  /** Everybody can read the answer. */
  isPublic: z.literal(true).optional(),
  /** What the channel takes now. `people`: what a person writes, not a rule. */
  may: z.enum(['anything', 'people', 'template', 'nothing']),
  /** Why nothing may be written. */
  reason: z.string().optional(),
  /** Until when it may. */
  until: z.iso.datetime().optional(),
  /** Since when the window is closed. */
  closedAt: z.iso.datetime().optional(),
  maxText: z.number().int(),
  countedIn: z.enum(['characters', 'utf16', 'bytes']),
  longText: z.enum(['split', 'refuse']),
  files: z
    .object({
      perMessage: z.number().int(),
      withText: z.boolean(),
      maxBytes: z.number().int(),
      /** Beginnings of content types; any when empty. */
      types: z.array(z.string()),
    })
    .optional(),
  templates: z.array($Template.extend({ placeholders: z.array(z.string()) })),
});
export type ReplyOption = z.infer<typeof $ReplyOption>;
export const $ReplyOptions = z.object({ items: z.array($ReplyOption) });

export const $UploadRequest = z.object({
  /** At most this many are taken. */
  bytes: z.number().int().min(1).max(100_000_000),
  contentType: z
    .string()
    .max(100)
    .regex(/^[\w.+-]+\/[\w.+-]+$/),
});
export const $Upload = z.object({
  uploadId: z.string(),
  /** POST the file here as multipart/form-data: these fields first, the file last as `file`. */
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
});
export type Upload = z.infer<typeof $Upload>;
