import * as z from 'zod';

/** What a call came to. `missed`: nobody answered. `abandoned`: the caller hung up while waiting or in the menu. */
export const callOutcomes = ['answered', 'missed', 'voicemail', 'call-back', 'abandoned', 'failed'] as const;

export const $Call = z.object({
  kind: z.literal('call'),
  direction: z.enum(['in', 'out']),
  outcome: z.enum(callOutcomes),
  /** Seconds of talking. */
  durationSeconds: z.number().int().nonnegative().optional(),
  /** What was chosen in the menu, in words. */
  menu: z.string().optional(),
  answeredBy: z.string().optional(),
});

export const $Part = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({
    kind: z.literal('contact'),
    name: z.string(),
    phones: z.array(z.string()).default([]),
    emails: z.array(z.string()).default([]),
  }),
  /** A button or a row of a list that the customer pressed; `id` is what we gave it. */
  z.object({ kind: z.literal('choice'), title: z.string(), id: z.string().optional() }),
  /** A form or a flow that was filled in, in the order of its fields. */
  z.object({ kind: z.literal('answers'), fields: z.array(z.object({ name: z.string(), value: z.string() })) }),
  /** What the message is about or shares: a story, a post, an advertisement, a product, a link. */
  z.object({
    kind: z.literal('reference'),
    what: z.enum(['story', 'story-mention', 'post', 'advertisement', 'product', 'order', 'link', 'page']),
    title: z.string().optional(),
    text: z.string().optional(),
    url: z.url().optional(),
    id: z.string().optional(),
  }),
  z.object({ kind: z.literal('sticker'), emoji: z.string().optional(), name: z.string().optional() }),
  /** One to five. */
  z.object({ kind: z.literal('rating'), stars: z.number().int().min(1).max(5), about: z.string().optional() }),
  $Call,
  /** What the provider sends and this version does not know, shown as such; `type` is the provider's word. */
  z.object({ kind: z.literal('unsupported'), type: z.string() }),
]);
/** A piece of a message that is neither text nor file. */
export type Part = z.infer<typeof $Part>;
