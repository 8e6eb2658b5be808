import * as z from 'zod';

const text = z.string();
const id = text.min(1);

/** The body as a whole; each event is read by itself, so that one that is broken spoils no other. */
export const $LineBody = z.looseObject({ destination: id, events: z.array(z.unknown()) });

const $Source = z.looseObject({
  type: text,
  /** Absent in groups for members who have not agreed to it. */
  userId: id.optional(),
  groupId: id.optional(),
  roomId: id.optional(),
});

const $ContentProvider = z.looseObject({
  type: text,
  /** With type `external`: sent by a LIFF app, at a host of its own. */
  originalContentUrl: text.optional(),
});

const $Message = z.looseObject({
  type: text,
  id,
  text: text.optional(),
  quotedMessageId: id.optional(),
  fileName: text.optional(),
  contentProvider: $ContentProvider.optional(),
  title: text.nullish(),
  address: text.nullish(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  keywords: z.array(text).optional(),
});
export type LineMessage = z.infer<typeof $Message>;

/**
 * What we read of an event; LINE adds types and fields without notice.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects, with @line/bot-sdk 11.2.0, read 2026-11-22.
 */
export const $LineEvent = z.looseObject({
  type: text,
  /** `standby`: another module of the account owns the chat now. */
  mode: text.optional(),
  /** Milliseconds, when it happened; also in a redelivery. */
  timestamp: z.number().int().nonnegative(),
  source: $Source.optional(),
  webhookEventId: id,
  replyToken: id.optional(),
  message: $Message.optional(),
  unsend: z.looseObject({ messageId: id }).optional(),
  postback: z.looseObject({ data: text, params: z.record(text, text).optional() }).optional(),
  follow: z.looseObject({ isUnblocked: z.boolean() }).optional(),
});
export type LineEvent = z.infer<typeof $LineEvent>;
export type LineSource = z.infer<typeof $Source>;
