import type { Channel, Connection } from '#domain/channels/channel.ts';
import type { Target } from '#domain/channels/delivery.ts';
import { type ChannelLimits, limitsFor } from '#domain/channels/limits.ts';
import { placeholdersOf } from '#domain/channels/template.ts';
import { type WindowNow, windowNow } from '#domain/channels/window.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { targetOf } from '#domain/conversations/write-reply.ts';
import type { Customer } from '#domain/customers/customer.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, pathPart } from '#functions/middleware/api/request.ts';
import type { ApiNeeds } from './needs.ts';
import type { ReplyOption } from './reply-contract.ts';

export type Way = { readonly target: Target; readonly connection: Connection };

/** Which channels an address of one channel can be written to on. */
const reaches: Partial<Record<Channel, readonly Channel[]>> = {
  sms: ['sms', 'whatsapp'],
  whatsapp: ['whatsapp', 'sms'],
  rcs: ['rcs', 'sms'],
  voice: ['sms'],
  form: ['email'],
  chat: ['chat', 'email'],
  app: ['app', 'email'],
};

function isReachable(address: Customer['identities'][number], connection: Connection): boolean {
  const { channel } = connection;
  if (!(reaches[address.channel] ?? [address.channel]).includes(channel)) return false;
  if (address.scope !== undefined)
    return address.channel === channel && address.scope === (connection.accountId ?? connection.id);
  if (channel === 'email') return address.value.includes('@');
  return channel === address.channel || address.value.startsWith('+');
}

/** When the customer last wrote there, as far as this conversation and the customer's newest ones know. */
function heardAt(conversations: readonly Conversation[], connectionId: string): string | undefined {
  return conversations
    .filter((one) => one.connectionId === connectionId)
    .map((one) => one.replyTo?.heardAt)
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}

/** Conversations among which the last word of the customer on another channel is looked for. */
const lookedAt = 10;

/** Every way to write to a customer: first where the latest message came from, then the customer's other addresses. */
export async function waysTo(needs: ApiNeeds, state: Conversation, customer: Customer): Promise<readonly Way[]> {
  const [connections, conversations] = await Promise.all([
    needs.connections.list(),
    needs.conversations.ofCustomer(customer.id, lookedAt),
  ]);
  const own = state.replyTo ? targetOf(state) : undefined;
  const ownConnection = own && connections.find(({ id }) => id === own.connectionId);
  const others = customer.identities.flatMap((address) =>
    connections
      .filter((connection) => !connection.disabled && isReachable(address, connection))
      .filter(({ id }) => id !== own?.connectionId)
      .map((connection): Way => {
        const { id: connectionId, channel } = connection;
        const heard = heardAt(conversations, connectionId);
        const target: Target = { channel, connectionId, to: address.value, toScope: address.scope, heardAt: heard };
        return { target, connection };
      }),
  );
  const first: readonly Way[] = own && ownConnection ? [{ target: own, connection: ownConnection }] : [];
  const all = [...first, ...others];
  return [...new Map(all.map((way) => [`${way.target.connectionId}#${way.target.to}`, way])).values()];
}

function whyNot(window: WindowNow, limits: ChannelLimits, isOptedOut: boolean): string | undefined {
  if (isOptedOut) return 'the customer asked not to be written to on this channel';
  if (limits.maxText === 0) return 'this channel cannot be answered in writing';
  return window.may === 'nothing' ? 'the customer has to write first' : undefined;
}

function optionOf(
  way: Way,
  about: { customer: Customer; templates: ReplyOption['templates']; now: string },
): ReplyOption {
  const { target, connection } = way;
  const limits = limitsFor(connection.provider, target);
  const window = windowNow(limits, target.heardAt, about.now);
  const reason = whyNot(window, limits, about.customer.optedOut.includes(target.channel));
  return {
    channel: target.channel,
    connectionId: connection.id,
    connectionName: connection.name,
    to: target.to,
    ...(target.isPublic ? { isPublic: true as const } : {}),
    may: reason ? 'nothing' : window.may,
    ...(reason ? { reason } : {}),
    ...('until' in window && window.until ? { until: window.until } : {}),
    ...('closedAt' in window && window.closedAt ? { closedAt: window.closedAt } : {}),
    maxText: limits.maxText,
    countedIn: limits.countedIn,
    longText: limits.longText,
    ...(limits.files ? { files: { ...limits.files, types: [...(limits.files.types ?? [])] } } : {}),
    templates: limits.templates ? about.templates : [],
  };
}

/** How the customer of a conversation can be answered now: channels, windows, limits, templates. */
export async function replyOptions(needs: ApiNeeds, { event }: { readonly event: ApiEvent }) {
  const id = pathPart(event, 'id');
  const state = await needs.conversations.get(id);
  if (!state) throw new Refusal('not-found', `there is no conversation "${id}"`);
  const customer = await needs.customers.get(state.customerId);
  if (!customer) throw new Error(`conversation ${id} has no customer`);
  const ways = await waysTo(needs, state, customer);
  const all = await needs.settings.templates.list();
  const now = instant(needs.now());
  const items = ways.map((way) => {
    const templates = all
      .filter((template) => template.connectionId === way.connection.id)
      .map((template) => ({ ...template, placeholders: [...placeholdersOf(template)] }));
    return optionOf(way, { customer, templates, now });
  });
  return { items };
}
