import type { AgentStore } from '../agents/agent.ts';
import type { Analysis, AnalysisHints } from '../analysis/analyser.ts';
import type { Channel, ConnectionStore } from '../channels/channel.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import { type Identified, identifyCustomer, storedIdentity } from '../customers/identify-customer.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import { assignmentAtOnce } from '../routing/assign-at-once.ts';
import type { Settings } from '../routing/ports.ts';
import { queueWithTerms } from '../routing/terms.ts';
import type { Conversation } from './conversation.ts';
import { type Decision, saveDecision, untilDecided } from './decide-and-save.ts';
import type { ConversationEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { facts, type Origin } from './facts.ts';
import { answeredBy, claimKey, findConversation, type Known, type Place, threadKey } from './find-conversation.ts';
import type { Claim, Claimed, ConversationStore, CustomerStore, IdentityChange, LedgerEntry } from './ports.ts';
import { type Reception, receiveMessage } from './receive-message.ts';

export type PlacingNeeds = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly agents: Pick<AgentStore, 'list'>;
  readonly connections: ConnectionStore;
  readonly settings: Settings;
  /** Never throws and never takes long: see `analyseInTime`. */
  readonly analyse: (text: string, hints: AnalysisHints) => Promise<Analysis>;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

/**
 * A mail has two names: the provider's, and its Message-ID, which answers to it will quote. The first is unique. The second
 * is the sender's word: the same one on the same text is a copy that came by another way, on another text a second mail.
 * One claim is enough: a mail goes by its Message-ID, and by the provider's id only when another has that already.
 */
type Names = { readonly claims: readonly Claim[]; readonly copyOf?: Claimed | undefined };

/** The first message of a provider's thread names it, so that the others find the conversation. */
async function threadOf(needs: PlacingNeeds, message: InboundMessage): Promise<readonly Claim[]> {
  if (message.thread === undefined) return [];
  const key = threadKey(message.connectionId, message.thread);
  return (await needs.conversations.claimed(key)) ? [] : [{ key, isAlias: true }];
}

async function namesOf(needs: PlacingNeeds, message: InboundMessage, ledger: LedgerEntry | undefined): Promise<Names> {
  const first: Claim = { key: claimKey(message.connectionId, message.providerId), ledger };
  const messageId = message.email?.messageId;
  if (!messageId || messageId === message.providerId) return { claims: [first, ...(await threadOf(needs, message))] };
  const fingerprint = needs.idFrom('mail', message.sender.address, message.fullText ?? message.text);
  const second: Claim = { key: claimKey(message.connectionId, messageId), fingerprint, ledger, isAlias: true };
  const taken = await needs.conversations.claimed(second.key);
  if (!taken) return { claims: [second] };
  return taken.fingerprint === fingerprint ? { claims: [], copyOf: taken } : { claims: [first] };
}

/** Texts by two ways to one number: whoever stops the one stops the other. */
const textChannels: readonly Channel[] = ['sms', 'rcs'];

/** STOP and START are remembered with the customer, beside the conversation they were written in; so are new addresses. */
function customerAfter(who: Identified, message: InboundMessage): Decision['customer'] {
  const same = textChannels.includes(message.channel) ? textChannels : [message.channel];
  const others = who.customer.optedOut.filter((channel) => !same.includes(channel));
  const asked = message.keyword === 'stop' || message.keyword === 'start';
  if (!(who.isNew || who.learned || asked)) return undefined;
  const optedOut = asked ? [...others, ...(message.keyword === 'stop' ? same : [])] : who.customer.optedOut;
  return { value: { ...who.customer, optedOut }, before: who.isNew ? undefined : who.known };
}

/** An address remembers its conversation. Mail does not: it has threads, and people write about several things at once. */
function identitiesAfter(who: Identified, message: InboundMessage, conversationId: string): readonly IdentityChange[] {
  const aliases = who.aliases.map((after) => ({ before: undefined, after: { ...after, conversationId } }));
  const remembers = message.channel !== 'email' && message.thread === undefined;
  if (who.stored && (!remembers || who.stored.conversationId === conversationId)) return aliases;
  const after = remembers ? { ...who.identity, conversationId } : who.identity;
  return [{ before: who.stored, after }, ...aliases];
}

type Arrived = {
  readonly message: InboundMessage;
  readonly origin: Origin;
  readonly place: Place;
  readonly who: Identified;
  readonly analysis: Analysis | undefined;
  readonly claims: readonly Claim[];
  readonly assigns: boolean;
};

/** The message, and who is given the conversation. */
async function eventsOf(
  needs: PlacingNeeds,
  before: { readonly id: string; readonly state: Conversation | undefined },
  { assigns, ...reception }: Reception & { readonly assigns: boolean },
): Promise<readonly ConversationEvent[]> {
  const received = receiveMessage(before.state, reception);
  if (!assigns) return received;
  const after = evolve(before.id, before.state, received);
  return [...received, ...facts(reception.origin, await assignmentAtOnce(needs, after, reception.queue), received)];
}

async function decide(needs: PlacingNeeds, arrival: Arrived): Promise<Decision> {
  const { message, origin, place, who, analysis, assigns } = arrival;
  const state = place.kind === 'continue' ? place.conversation : undefined;
  const connection = await needs.connections.get(message.connectionId);
  if (!connection)
    throw new Refusal('invalid', `there is no connection "${message.connectionId}"; create it and retry`);
  const { queue, terms } = await queueWithTerms(needs.settings, state?.queueId ?? connection.queueId);
  const because = { placedBecause: place.reason, assigns };
  const reception = { origin, message, analysis, customer: who.customer, queue, terms, ...because };
  const id = state?.id ?? origin.commitId;
  return {
    events: await eventsOf(needs, { id, state }, reception),
    claims: arrival.claims,
    customer: customerAfter(who, message),
    identities: identitiesAfter(who, message, id),
  };
}

/** Whoever was quicker did not change the text: a further attempt does not pay for it again. */
function once(analyse: PlacingNeeds['analyse']): PlacingNeeds['analyse'] {
  let answer: Promise<Analysis> | undefined;
  return (text, hints) => {
    answer ??= analyse(text, hints);
    return answer;
  };
}

type Arrival = {
  readonly message: InboundMessage;
  readonly ledger: LedgerEntry | undefined;
  /** May it be given to an agent at once? */
  readonly assigns: boolean;
};

type Placed = { readonly conversationId: string; readonly outcome: 'saved' | 'duplicate' | 'unchanged' };

/** In two round trips: what does not wait for an answer is asked together. */
async function lookUp(needs: PlacingNeeds, { message, ledger }: Arrival): Promise<Names & Known> {
  const [names, stored, answered] = await Promise.all([
    namesOf(needs, message, ledger),
    storedIdentity(needs.customers, message),
    answeredBy(needs, message),
  ]);
  const likelyId = answered[0]?.conversationId ?? stored?.conversationId;
  const [who, likely] = await Promise.all([
    identifyCustomer(needs, message, stored),
    likelyId === undefined ? undefined : needs.conversations.get(likelyId),
  ]);
  return { ...names, who, answered, likely };
}

/** Sender and conversation are looked up with each attempt: whoever was quicker may have made them. */
async function placeOnce(needs: PlacingNeeds, commitId: string, arrived: Arrival): Promise<Placed | 'again'> {
  const { claims, copyOf, ...known } = await lookUp(needs, arrived);
  if (copyOf) return { conversationId: copyOf.conversationId, outcome: 'duplicate' };
  const { message, assigns } = arrived;
  const { who } = known;
  const place = await findConversation(needs, message, known);
  const before = place.kind === 'continue' ? place.conversation : undefined;
  const analysis =
    message.automatic || message.keyword || message.text.trim() === ''
      ? undefined
      : await needs.analyse(message.text, {
          language: before?.language ?? who.customer.language,
          firstMessage: place.kind === 'open',
        });
  // Told after the analysis, which takes its time: facts are in the order in which they were saved.
  const origin: Origin = { commitId, at: instant(needs.now()), by: { kind: 'customer', id: who.customer.id } };
  const id = before?.id ?? commitId;
  const decision = await decide(needs, { message, origin, place, who, analysis, claims, assigns });
  const decided = await saveDecision(needs.conversations, { id, commitId, before }, decision);
  return decided === 'again' ? decided : { conversationId: id, outcome: decided.outcome };
}

/** Puts an inbound message where it belongs, once: customer, conversation, analysis, priority and deadline in one transaction. */
export function placeMessage(needs: PlacingNeeds, message: InboundMessage, ledger?: LedgerEntry): Promise<Placed> {
  const commitId = needs.idFrom('message', claimKey(message.connectionId, message.providerId));
  const analyse = once(needs.analyse);
  return untilDecided(commitId, (tried) => {
    // Somebody was quicker, perhaps with the same agent: no message waits for that, the routing queue will find another.
    const arrival = { message, ledger, assigns: tried === 0 };
    return placeOnce({ ...needs, analyse }, commitId, arrival);
  });
}
