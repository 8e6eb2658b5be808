import type { InboundMessage } from '../channels/inbound-message.ts';
import type { CustomerStore } from '../conversations/ports.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Customer, Identity } from './customer.ts';

export type Identified = {
  readonly customer: Customer;
  readonly isNew: boolean;
  readonly identity: Identity;
  /** As stored before; undefined when this address is new. */
  readonly stored: Identity | undefined;
};

/**
 * An address the channel cannot vouch for is kept apart from the same address proven: a forged sender must not
 * land in somebody else's history.
 */
const scopeOf = (message: InboundMessage): string => (message.sender.verified ? 'global' : 'unproven');

function newcomer(needs: { readonly idFrom: IdFrom }, message: InboundMessage): Identified {
  const { sender, channel } = message;
  const scope = scopeOf(message);
  const id = needs.idFrom('customer', channel, scope, sender.address);
  const { verified } = sender;
  return {
    customer: {
      id,
      name: sender.name ?? sender.address,
      createdAt: message.sentAt,
      identities: [{ channel, value: sender.address, verified }],
      optedOut: [],
    },
    isNew: true,
    identity: { channel, scope, value: sender.address, verified, customerId: id },
    stored: undefined,
  };
}

/** Who wrote: the customer that has this address on this channel, or a new one. */
export async function identifyCustomer(
  needs: { readonly customers: CustomerStore; readonly idFrom: IdFrom },
  message: InboundMessage,
): Promise<Identified> {
  const key = { channel: message.channel, scope: scopeOf(message), value: message.sender.address };
  const stored = await needs.customers.identity(key);
  if (!stored) return newcomer(needs, message);
  const customer = await needs.customers.get(stored.customerId);
  if (!customer) return newcomer(needs, message);
  return { customer, isNew: false, identity: stored, stored };
}
