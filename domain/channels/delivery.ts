import * as z from 'zod';
import { $Channel } from './channel.ts';
import type { Attachment } from './inbound-message.ts';

/** How an outbound message fares. Ranks only move forward, since providers deliver receipts in any order. */
export const deliveryStatuses = [
  'queued',
  'sending',
  'ambiguous',
  'sent',
  'delivered',
  'read',
  'undeliverable',
  'failed',
] as const;
export const $DeliveryStatus = z.enum(deliveryStatuses);
export type DeliveryStatus = z.infer<typeof $DeliveryStatus>;

/** Which status may follow which. `ambiguous`: it left us and no answer came back, so it may have been sent. */
const next: Record<DeliveryStatus, readonly DeliveryStatus[]> = {
  queued: ['sending', 'ambiguous', 'sent', 'delivered', 'read', 'undeliverable', 'failed'],
  // Back to `queued` only when it is known not to have left: the provider refused the connection or the rate.
  sending: ['queued', 'ambiguous', 'sent', 'delivered', 'read', 'undeliverable', 'failed'],
  ambiguous: ['sent', 'delivered', 'read', 'undeliverable', 'failed'],
  sent: ['delivered', 'read', 'undeliverable', 'failed'],
  delivered: ['read', 'undeliverable'],
  read: [],
  undeliverable: [],
  failed: [],
};

/** May a message that is `from` become `to`? A receipt that would move it back is old news. */
export const mayBecome = (from: DeliveryStatus, to: DeliveryStatus): boolean => next[from].includes(to);

export const $FailureClass = z.enum([
  'INVALID_RECIPIENT',
  'OPTED_OUT',
  'BLOCKED_BY_USER',
  'OUTSIDE_WINDOW',
  'TEMPLATE_INVALID',
  'CONTENT_REJECTED',
  'MEDIA_INVALID',
  'RATE_LIMITED',
  'AUTH',
  'PERMISSION',
  'BILLING',
  'POLICY',
  'TRANSIENT',
  'AMBIGUOUS',
]);
export type FailureClass = z.infer<typeof $FailureClass>;

export const $Failure = z.object({
  class: $FailureClass,
  /** The provider's own code, for its support desk. */
  code: z.string().optional(),
  /** What happened and what the agent can do about it. */
  reason: z.string(),
});
export type Failure = z.infer<typeof $Failure>;

/** A receipt or bounce about something we sent. */
export const $Receipt = z.object({
  connectionId: z.string(),
  /** The provider's id of the outbound message. Empty for a watermark. */
  providerId: z.string(),
  /** A watermark: it holds for everything sent to this person up to `at` (Messenger's `delivery` and `read`). */
  upTo: z.object({ address: z.string(), scope: z.string().optional() }).optional(),
  status: $DeliveryStatus,
  at: z.iso.datetime(),
  failure: $Failure.optional(),
  /** The message itself, where the provider hands back what we gave it along; then nothing has to be looked up. */
  about: z.object({ conversationId: z.string(), messageId: z.string() }).optional(),
  /** Makes a repeated receipt a duplicate: provider id + status (+ recipient for a bounce). */
  receiptId: z.string(),
});
export type Receipt = z.infer<typeof $Receipt>;

export const $TemplateUse = z.object({
  /** Our id of the template. */
  id: z.string(),
  /** As the provider knows it: WhatsApp's template name, Twilio's ContentSid. */
  reference: z.string(),
  /** As the provider writes it: `en_US`. */
  language: z.string(),
  /** Values by placeholder, in the order of the placeholders. */
  variables: z.record(z.string(), z.string()),
});
/** A message approved beforehand, with its placeholders filled in; the way to write first, or after the window. */
export type TemplateUse = z.infer<typeof $TemplateUse>;

export const $Target = z.object({
  channel: $Channel,
  connectionId: z.string(),
  /** E.164 number, mail address, or the provider's id of the person. */
  to: z.string(),
  /** As in `$Sender`. */
  toScope: z.string().optional(),
  /** Provider id of the customer's message that is answered: quoted by chats, answered in public under a comment or review. */
  answers: z.string().optional(),
  thread: z.string().optional(),
  isPublic: z.literal(true).optional(),
  answerToken: z.string().optional(),
  /** For a call: the agent's phone, which rings first. */
  callFrom: z.string().optional(),
  /** When the customer last wrote there; decides about windows. */
  heardAt: z.iso.datetime().optional(),
});
/** Where an answer goes. */
export type Target = z.infer<typeof $Target>;

export type OutboundMessage = Target & {
  readonly conversationId: string;
  readonly messageId: string;
  readonly cc: readonly string[];
  /** With a template: the text as the customer will see it, for the record. */
  readonly text: string;
  /** As many as `limitsOf` lets one message carry; the plan of a reply has seen to that. */
  readonly attachments: readonly Attachment[];
  readonly template?: TemplateUse | undefined;
  readonly subject?: string | undefined;
  readonly inReplyTo?: string | undefined;
  readonly references: readonly string[];
  /** Agent-written mail carries no automatic marks; acknowledgements do (RFC 3834). */
  readonly automatic: boolean;
};

/** What a provider answered to a send. `rfcMessageId`: the Message-ID on the wire, which replies will name. */
export type SendOutcome =
  | {
      readonly status: 'sent';
      readonly providerId: string;
      readonly rfcMessageId?: string | undefined;
      /** Names that it bears on other connections: the mail that an answer in a chat went along as. */
      readonly otherNames?: readonly { readonly connectionId: string; readonly providerId: string }[];
    }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'retry'; readonly failure: Failure; readonly afterSeconds: number }
  | { readonly status: 'ambiguous'; readonly failure: Failure };

/** Sends one message through one provider. Throws only for defects; what a provider says is an outcome. */
export type SendMessage = (message: OutboundMessage) => Promise<SendOutcome>;
