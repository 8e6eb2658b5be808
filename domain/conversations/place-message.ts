import type { Analysis, AnalysisHints } from '../analysis/analyser.ts';
import type { ConnectionStore } from '../channels/channel.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import { type Identified, identifyCustomer } from '../customers/identify-customer.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Settings } from '../routing/ports.ts';
import { queueWithTerms } from '../routing/terms.ts';
import { type Decision, saveDecision, untilDecided } from './decide-and-save.ts';
import type { Origin } from './facts.ts';
import { claimKey, findConversation, type Place } from './find-conversation.ts';
import type { Claim, Claimed, ConversationStore, CustomerStore } from './ports.ts';
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
 */
type Names = { readonly claims: readonly Claim[]; readonly copyOf?: Claimed | undefined };

async function namesOf(needs: PlacingNeeds, message: InboundMessage): Promise<Names> {
  const first: Claim = { key: claimKey(message, message.providerId) };
  const messageId = message.email?.messageId;
  if (!messageId || messageId === message.providerId) return { claims: [first] };
  const fingerprint = needs.idFrom('mail', message.sender.address, message.fullText ?? message.text);
  const second: Claim = { key: claimKey(message, messageId), fingerprint, isAlias: true };
  const taken = await needs.conversations.claimed(second.key);
  if (!taken) return { claims: [first, second] };
  return taken.fingerprint === fingerprint ? { claims: [], copyOf: taken } : { claims: [first] };
}

/** STOP and START are remembered with the customer, beside the conversation they were written in. */
function customerAfter(who: Identified, message: InboundMessage): Decision['customer'] {
  const others = who.customer.optedOut.filter((channel) => channel !== message.channel);
  const asked = message.keyword === 'stop' || message.keyword === 'start';
  if (!(who.isNew || asked)) return undefined;
  const optedOut = message.keyword === 'stop' ? [...others, message.channel] : others;
  return { value: { ...who.customer, optedOut }, isNew: who.isNew };
}

function identityAfter(who: Identified, conversationId: string): Decision['identity'] {
  if (who.stored?.conversationId === conversationId) return undefined;
  return { before: who.stored, after: { ...who.identity, conversationId } };
}

const addressable = (message: InboundMessage): boolean => message.channel !== 'email';

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
  const remembersPlace = addressable(message) || who.isNew;
  return {
    events: receiveMessage(state, reception),
    claims: arrival.claims,
    customer: customerAfter(who, message),
    identity: remembersPlace ? identityAfter(who, id) : undefined,
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

type Placed = { readonly conversationId: string; readonly outcome: 'saved' | 'duplicate' | 'unchanged' };

/** Sender and conversation are looked up with each attempt: whoever was quicker may have made them. */
async function placeOnce(needs: PlacingNeeds, commitId: string, message: InboundMessage): Promise<Placed | 'again'> {
  const { claims, copyOf } = await namesOf(needs, message);
  if (copyOf) return { conversationId: copyOf.conversationId, outcome: 'duplicate' };
  const who = await identifyCustomer(needs, message);
  const place = await findConversation(needs, message, who);
  const before = place.kind === 'continue' ? place.conversation : undefined;
  const analysis =
    message.automatic || message.keyword
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
export function placeMessage(needs: PlacingNeeds, message: InboundMessage): Promise<Placed> {
  const commitId = needs.idFrom('message', claimKey(message, message.providerId));
  const analyse = once(needs.analyse);
  return untilDecided(commitId, () => placeOnce({ ...needs, analyse }, commitId, message));
}
