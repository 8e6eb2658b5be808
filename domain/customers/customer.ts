import * as z from 'zod';
import { $Channel } from '../channels/channel.ts';

export const $Identity = z.object({
  channel: $Channel,
  /** Within what the value is unique: `global` for phone numbers and mail addresses, else the provider's account. */
  scope: z.string(),
  value: z.string(),
  verified: z.boolean(),
  customerId: z.string(),
  /** Where this person's next message on this channel belongs, while it is not resolved too long. */
  conversationId: z.string().optional(),
});
/** One address of a customer on one channel. */
export type Identity = z.infer<typeof $Identity>;

export const $Customer = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string().optional(),
  createdAt: z.iso.datetime(),
  identities: z.array(z.object({ channel: $Channel, value: z.string(), verified: z.boolean() })),
  /** Channels on which this person asked not to be written to. */
  optedOut: z.array($Channel),
});
export type Customer = z.infer<typeof $Customer>;
