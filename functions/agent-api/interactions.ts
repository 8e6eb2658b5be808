import { callCustomer } from '#domain/conversations/call-customer.ts';
import { existing, saveDecision } from '#domain/conversations/decide-and-save.ts';
import { facts, type Origin } from '#domain/conversations/facts.ts';
import { logInteraction, openWithInteraction } from '#domain/conversations/log-interaction.ts';
import { openTask, settleDelivery } from '#domain/conversations/settle-delivery.ts';
import { type Customer, identityKeyOf } from '#domain/customers/customer.ts';
import { customerNow } from '#domain/customers/identify-customer.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { termsOf } from '#domain/routing/terms.ts';
import { type ApiEvent, bodyOf, type Caller, pathPart, requestKey } from '#functions/middleware/api/request.ts';
import { command } from './command.ts';
import {
  $CallRequest,
  $InteractionRequest,
  $NewInteractionRequest,
  $SettleRequest,
  type Changed,
  type NewInteraction,
} from './contract.ts';
import { mustSeeCustomer } from './must-see.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

/** Enters something that happened outside every channel into a conversation. */
export function log(needs: ApiNeeds, request: Request): Promise<Changed> {
  const { interaction } = bodyOf(request.event, $InteractionRequest);
  const authorName = request.caller.agent.name;
  return command(needs, request, (state, origin) => logInteraction(state, { origin, interaction, authorName }));
}

type Known = { readonly customer: Customer; readonly isNew: boolean };

/** The customer named, or the one who has the address, or a new one. */
async function customerFor(needs: ApiNeeds, { customer: about }: NewInteraction, origin: Origin): Promise<Known> {
  if ('id' in about) {
    const customer = await customerNow(needs.customers, about.id);
    if (!customer) throw new Refusal('invalid', `body.customer.id: there is no customer "${about.id}"`);
    return { customer, isNew: false };
  }
  const { name, address } = about;
  const channel = address?.includes('@') ? 'email' : 'voice';
  const stored = address && (await needs.customers.identity(identityKeyOf({ channel, address, verified: true })));
  const customer = stored && (await customerNow(needs.customers, stored.customerId));
  if (customer) return { customer, isNew: false };
  const id = needs.idFrom('customer', 'logged', origin.commitId);
  const identities = address ? [{ channel, value: address, verified: true } as const] : [];
  return { customer: { id, name, createdAt: origin.at, identities: [...identities], optedOut: [] }, isNew: true };
}

/** The new customer's address, so that the next message from it finds them. */
const identityOf = ({ customer, isNew }: Known, conversationId: string) =>
  isNew
    ? customer.identities.map(({ channel, value, verified }) => {
        const key = identityKeyOf({ channel, address: value, verified });
        return { before: undefined, after: { ...key, verified, customerId: customer.id, conversationId } };
      })
    : [];

/** Enters something that happened with a customer there is no conversation with, and opens one for it. */
export async function logNew(needs: ApiNeeds, { event, caller }: Request): Promise<Changed> {
  const asked = bodyOf(event, $NewInteractionRequest);
  if ('id' in asked.customer) await mustSeeCustomer(needs, caller, asked.customer.id);
  const { key } = requestKey(event);
  const id = needs.idFrom('interaction', caller.agent.id, key);
  const origin: Origin = { commitId: id, at: instant(needs.now()), by: { kind: 'agent', id: caller.agent.id } };
  if (!(await needs.settings.queues.get(asked.queueId)))
    throw new Refusal('invalid', `body.queueId: there is no queue "${asked.queueId}"; GET /v1/queues lists them`);
  const before = await needs.conversations.get(id);
  if (before) return { conversation: before, events: [...((await needs.conversations.history(id))?.events ?? [])] };
  const who = await customerFor(needs, asked, origin);
  const { subject, queueId, interaction } = asked;
  const entry = { origin, interaction, authorName: caller.agent.name };
  const events = openWithInteraction(entry, { customer: who.customer, queueId, subject });
  const customer = who.isNew ? { value: who.customer, before: undefined } : undefined;
  const identities = identityOf(who, id);
  const saved = await saveDecision(
    needs.conversations,
    { id, commitId: id, before: undefined },
    { events, customer, identities },
  );
  if (saved === 'again')
    throw new Refusal('conflict', 'somebody entered the same customer at this moment; send it again');
  return { conversation: saved.conversation, events: [...events] };
}

/** Says whether a message that may have been sent was. */
export function settle(needs: ApiNeeds, request: Request): Promise<Changed> {
  const { was } = bodyOf(request.event, $SettleRequest);
  const messageId = pathPart(request.event, 'messageId');
  const byName = request.caller.agent.name;
  return command(needs, request, async (state, origin) => {
    const terms = await termsOf(needs.settings, state.queueId);
    return settleDelivery(state, { origin, messageId, was, byName }, terms);
  });
}

/** Calls the customer: the agent's phone rings first, then the customer's. */
export function call(needs: ApiNeeds, request: Request): Promise<Changed> {
  const { connectionId, to } = bodyOf(request.event, $CallRequest);
  return command(needs, request, async (state, origin) => {
    const connection = await needs.connections.get(connectionId);
    if (connection?.provider !== 'twilio-voice')
      throw new Refusal('invalid', `body.connectionId: "${connectionId}" is no connection that can place calls`);
    const author = (await needs.agents.get(request.caller.agent.id)) ?? request.caller.agent;
    return callCustomer(state, { origin, author, connectionId, to });
  });
}

/** Ticks a task off. */
export const finishTask = (needs: ApiNeeds, request: Request): Promise<Changed> =>
  command(needs, request, (state, origin) => {
    const { id: taskId } = openTask(existing(state, state.id), pathPart(request.event, 'taskId'));
    return facts(origin, [{ type: 'TaskDone', taskId }]);
  });
