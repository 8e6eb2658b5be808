import * as z from 'zod';
import { $Channel, type Channel } from '../channels/channel.ts';

export const $Identity = z.object({
  /** `phone`, `mail`, or the channel: a number is the same person's on all channels that use numbers. */
  kind: z.string(),
  /** Within what the value is unique: `global`, the provider's account, or `unproven`. */
  scope: z.string(),
  value: z.string(),
  verified: z.boolean(),
  customerId: z.string(),
  /** Where this person's next message belongs, while it is not resolved too long. */
  conversationId: z.string().optional(),
});
/** One address of a customer. */
export type Identity = z.infer<typeof $Identity>;
export type IdentityKey = Pick<Identity, 'kind' | 'scope' | 'value'>;

const $Address = z.object({
  channel: $Channel,
  value: z.string(),
  verified: z.boolean(),
  /** As in `$Sender`: absent for phone numbers and mail addresses. */
  scope: z.string().optional(),
});
export type CustomerAddress = z.infer<typeof $Address>;

export const $Customer = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Grows with every change that a message or a merge makes; guards against two at once. */
  revision: z.number().int().nonnegative().optional(),
  identities: z.array($Address),
  /** Channels on which this person asked not to be written to. */
  optedOut: z.array($Channel),
  /** Channels on which this person may be answered, and wants no advertising. */
  noMarketing: z.array($Channel).optional(),
  /** The customer that this one turned out to be. */
  mergedInto: z.string().optional(),
  /** Customers that turned out to be this one; their conversations are shown with these. */
  mergedFrom: z.array(z.string()).optional(),
});
export type Customer = z.infer<typeof $Customer>;

const phoneChannels: ReadonlySet<Channel> = new Set(['sms', 'rcs', 'whatsapp', 'voice']);
const mailChannels: ReadonlySet<Channel> = new Set(['email', 'form', 'chat', 'app']);
const number = /^\+[1-9]\d{5,14}$/;

function kindOf(channel: Channel, address: string): string {
  if (phoneChannels.has(channel) && number.test(address)) return 'phone';
  return mailChannels.has(channel) && address.includes('@') ? 'mail' : channel;
}

type Addressed = {
  readonly channel: Channel;
  readonly address: string;
  readonly scope?: string | undefined;
  readonly verified: boolean;
};

/**
 * Under what an address is found. One that the channel cannot vouch for is kept apart from the same address proven: a
 * forged sender must not land in somebody else's history. Mail programs write one address in several cases, and in
 * practice no mail system tells them apart.
 */
export function identityKeyOf({ channel, address, scope, verified }: Addressed): IdentityKey {
  const kind = kindOf(channel, address);
  return {
    kind,
    scope: verified ? (scope ?? 'global') : ['unproven', scope].filter(Boolean).join(':'),
    value: kind === 'mail' ? address.toLowerCase() : address,
  };
}
