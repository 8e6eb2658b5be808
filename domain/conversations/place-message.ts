import type { Analysis, AnalysisHints } from '../analysis/analyser.ts';
import type { Channel, ConnectionStore } from '../channels/channel.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import { type Identified, identifyCustomer } from '../customers/identify-customer.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Settings } from '../routing/ports.ts';
import { queueWithTerms } from '../routing/terms.ts';
import { type Decision, saveDecision, untilDecided } from './decide-and-save.ts';
import type { Origin } from './facts.ts';
import { claimKey, findConversation, type Place, threadKey } from './find-conversation.ts';
import type { Claim, Claimed, ConversationStore, CustomerStore, IdentityChange, LedgerEntry } from './ports.ts';
import { receiveMessage } from './receive-message.ts';

export type PlacingNeeds = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
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

async function decide(
  needs: PlacingNeeds,
  arrival: {
    readonly message: InboundMessage;
    readonly origin: Origin;
    readonly place: Place;
    readonly who: Identified;
    readonly analysis: Analysis | undefined;
    readonly claims: readonly Claim[];
  },
): Promise<Decision> {
  const { message, origin, place, who, analysis } = arrival;
  const state = place.kind === 'continue' ? place.conversation : undefined;
  const connection = await needs.connections.get(message.connectionId);
  if (!connection)
    throw new Refusal('invalid', `there is no connection "${message.connectionId}"; create it and retry`);
  const { queue, terms } = await queueWithTerms(needs.settings, state?.queueId ?? connection.queueId);
  const reception = { origin, message, analysis, customer: who.customer, queue, terms, placedBecause: place.reason };
  const id = state?.id ?? origin.commitId;
  return {
    events: receiveMessage(state, reception),
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

type Arrival = { readonly message: InboundMessage; readonly ledger: LedgerEntry | undefined };

type Placed = { readonly conversationId: string; readonly outcome: 'saved' | 'duplicate' | 'unchanged' };

/** Sender and conversation are looked up with each attempt: whoever was quicker may have made them. */
async function placeOnce(
  needs: PlacingNeeds,
  commitId: string,
  { message, ledger }: Arrival,
): Promise<Placed | 'again'> {
  const { claims, copyOf } = await namesOf(needs, message, ledger);
  if (copyOf) return { conversationId: copyOf.conversationId, outcome: 'duplicate' };
  const who = await identifyCustomer(needs, message);
  const place = await findConversation(needs, message, who);
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
  const decision = await decide(needs, { message, origin, place, who, analysis, claims });
  const decided = await saveDecision(needs.conversations, { id, commitId, before }, decision);
  return decided === 'again' ? decided : { conversationId: id, outcome: decided.outcome };
}

/** Puts an inbound message where it belongs, once: customer, conversation, analysis, priority and deadline in one transaction. */
export function placeMessage(needs: PlacingNeeds, message: InboundMessage, ledger?: LedgerEntry): Promise<Placed> {
  const commitId = needs.idFrom('message', claimKey(message.connectionId, message.providerId));
  const analyse = once(needs.analyse);
  return untilDecided(commitId, () => placeOnce({ ...needs, analyse }, commitId, { message, ledger }));
}
