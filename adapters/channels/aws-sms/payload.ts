import * as z from 'zod';

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html, read 2026-11-22. It has no time. */
export const $InboundText = z.object({
  originationNumber: z.string().min(1),
  destinationNumber: z.string().min(1),
  messageBody: z.string().default(''),
  inboundMessageId: z.string().min(1),
});
export type InboundText = z.infer<typeof $InboundText>;

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html, read 2026-11-22. */
export const $DeliveryEvent = z.object({
  eventType: z.string().min(1),
  /** Milliseconds since 1970. */
  eventTimestamp: z.number().int().min(0).max(8_640_000_000_000_000),
  messageId: z.string().min(1),
  originationPhoneNumber: z.string().optional(),
  /** What we gave along with the message. */
  context: z.record(z.string(), z.string()).nullish(),
});
export type DeliveryEvent = z.infer<typeof $DeliveryEvent>;

/** What goes along with a message and comes back with each event about it; the keys are ours. */
export const $Context = z.object({ connection: z.string(), conversation: z.string(), message: z.string() });
