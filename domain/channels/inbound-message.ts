import * as z from 'zod';
import { $Channel } from './channel.ts';
import { $Part } from './part.ts';

export const $Attachment = z.object({
  id: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Key in the attachments bucket. */
  key: z.string(),
  /** `Content-ID` without brackets, when the HTML shows this attachment in place. */
  contentId: z.string().optional(),
});
export type Attachment = z.infer<typeof $Attachment>;

/** A further address that the channel proves to be the same person's: the phone number behind a WhatsApp id, a signed-in visitor's mail address. */
export const $Alias = z.object({
  channel: $Channel,
  address: z.string(),
  /** As in `$Sender`. */
  scope: z.string().optional(),
});
export type Alias = z.infer<typeof $Alias>;

export const $Sender = z.object({
  /** What an answer is sent to. E.164 phone number, mail address with its domain in lower case, or the provider's id of the person. */
  address: z.string().min(1),
  /** Within what the address is unique: absent for phone numbers and mail addresses, else the provider's account (page, bot, workspace). */
  scope: z.string().optional(),
  name: z.string().optional(),
  /** The name that people see and may change: `@jo`. Never an identity. */
  handle: z.string().optional(),
  /** False when the channel cannot vouch for the address (mail whose DMARC did not pass): a claim, not an identity. */
  verified: z.boolean(),
  aliases: z.array($Alias).optional(),
});
export type Sender = z.infer<typeof $Sender>;

export const $EmailHeaders = z.object({
  /** RFC 5322 Message-ID with brackets. */
  messageId: z.string().optional(),
  inReplyTo: z.string().optional(),
  references: z.array(z.string()).default([]),
  to: z.array(z.string()).default([]),
  cc: z.array(z.string()).default([]),
  /** Where an answer should go: Reply-To, else From. */
  replyTo: z.string().optional(),
  verdicts: z.record(z.string(), z.string()).default({}),
});
export type EmailHeaders = z.infer<typeof $EmailHeaders>;

export const $InboundMessage = z.object({
  channel: $Channel,
  connectionId: z.string(),
  /** The provider's own id of the message; what makes a second delivery a duplicate. */
  providerId: z.string().min(1),
  sender: $Sender,
  /** Provider's time if it gives one, else when we received it. Decides the order on screen. */
  sentAt: z.iso.datetime(),
  subject: z.string().optional(),
  /** What the customer wrote, quoted text folded away. Empty for a message that is only a file, a place, a call. */
  text: z.string(),
  /** The whole text when part of it was folded away. */
  fullText: z.string().optional(),
  /** Key of the untouched HTML part in the attachments bucket. */
  htmlKey: z.string().optional(),
  attachments: z.array($Attachment).default([]),
  /** What is neither text nor file: a place, a contact, a button pressed, a call. */
  parts: z.array($Part).optional(),
  /** Provider id of the message that this one quotes or answers. */
  quotes: z.string().optional(),
  /** The provider's thread (a Slack thread, the comments under one comment, a review, a call): everything in it is one conversation. */
  thread: z.string().optional(),
  /** Everybody can read it, and an answer too: a comment, a mention, a review. */
  isPublic: z.literal(true).optional(),
  /** Handed back with the answer, where the provider wants that (LINE's reply token); short-lived. */
  answerToken: z.string().optional(),
  /** Why this is automatic mail (a rule of RFC 3834 or practice); never answered automatically, starts no deadline. */
  automatic: z.string().optional(),
  email: $EmailHeaders.optional(),
  /** Conversation named by a signed token in the address or text the customer answered to. */
  replyToken: z.string().optional(),
  /** STOP, START or HELP as recognised by the channel. */
  keyword: z.enum(['stop', 'start', 'help']).optional(),
});
export type InboundMessage = z.infer<typeof $InboundMessage>;
