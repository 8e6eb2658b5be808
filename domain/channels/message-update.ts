import * as z from 'zod';
import { $Channel } from './channel.ts';
import { $Attachment } from './inbound-message.ts';
import { $Call } from './part.ts';

export const $MessageChange = z.discriminatedUnion('what', [
  /** An empty emoji takes the reaction back. */
  z.object({ what: z.literal('reacted'), emoji: z.string() }),
  z.object({ what: z.literal('edited'), text: z.string() }),
  /** Unsent: our copy of text and files is deleted too, as the platforms' terms demand. */
  z.object({ what: z.literal('deleted') }),
  /** What comes after a call: its recording, its transcript, how it ended. */
  z.object({
    what: z.literal('extended'),
    attachments: z.array($Attachment).default([]),
    transcript: z.string().optional(),
    call: $Call.optional(),
  }),
]);
export type MessageChange = z.infer<typeof $MessageChange>;

export const $MessageUpdate = z.object({
  connectionId: z.string(),
  /** The provider's id of the message that changed, the customer's or ours. */
  providerId: z.string(),
  /** Makes a repeated update a duplicate. */
  updateId: z.string(),
  at: z.iso.datetime(),
  by: z.enum(['customer', 'business']),
  change: $MessageChange,
});
/** What became of a message after it was written, told by the provider. */
export type MessageUpdate = z.infer<typeof $MessageUpdate>;

export const $SentElsewhere = z.object({
  channel: $Channel,
  connectionId: z.string(),
  providerId: z.string(),
  /** The customer it went to. */
  to: z.object({ address: z.string(), scope: z.string().optional() }),
  /** The provider's thread, where it has threads; then whoever it went to need not be known. */
  thread: z.string().optional(),
  sentAt: z.iso.datetime(),
  text: z.string(),
  attachments: z.array($Attachment).default([]),
  /** The other tool, where it is named. */
  tool: z.string().optional(),
});
/** Somebody of the business answered with another tool; shown, so that nobody answers twice. */
export type SentElsewhere = z.infer<typeof $SentElsewhere>;

export const $Consent = z.object({
  channel: $Channel,
  connectionId: z.string(),
  sender: z.object({ address: z.string(), scope: z.string().optional(), name: z.string().optional() }),
  /** `stop`: blocked us or unsubscribed; `start`: came back. */
  to: z.enum(['stop', 'start']),
  /** `marketing`: still may be answered. */
  extent: z.enum(['everything', 'marketing']),
  /** What happened, in words. */
  reason: z.string(),
  at: z.iso.datetime(),
  id: z.string(),
});
/** A customer told the provider that we may, or may not, write. */
export type Consent = z.infer<typeof $Consent>;

/** News about the account itself: a token revoked, a quality rating, an app removed. Shown with the connection's health. */
export type AccountNotice = {
  readonly connectionId: string;
  readonly what: string;
  readonly detail: string;
  readonly at: string;
  /** `broken`: nothing works until somebody acts. */
  readonly severity: 'info' | 'warning' | 'broken';
};
