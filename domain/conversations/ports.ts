import type { Customer, Identity, IdentityKey } from '../customers/customer.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';

/** Where an item that came in is counted. */
export type LedgerEntry = { readonly connectionId: string; readonly envelopeId: string; readonly receivedAt: string };

/** Makes a source's effect happen once: whoever comes second with the same key finds it taken. */
export type Claim = {
  /** `<connection>#<provider id>` for what a provider sends, `request#<agent>#<key>` for an API request. */
  readonly key: string;
  /** Counts the claim in the ledger of a connection's day. */
  readonly ledger?: LedgerEntry | undefined;
  /** Hash of the request, so that a key used for something else is noticed. */
  readonly fingerprint?: string | undefined;
  /** A further name of the same source: if it is taken meanwhile, the decision is made again instead of being a duplicate. */
  readonly isAlias?: true;
  /** The outbound message that a provider id belongs to. */
  readonly messageId?: string | undefined;
};

export type Claimed = Omit<Claim, 'isAlias' | 'ledger'> & {
  /** The delivery by the provider that took it. */
  readonly via?: string | undefined;
  readonly conversationId: string;
  readonly commitId: string;
};

/** One decision, saved whole or not at all: new state, facts, claims, and what must stay in step with them. */
export type Change = {
  readonly commitId: string;
  readonly before: Conversation | undefined;
  readonly after: Conversation;
  readonly events: readonly ConversationEvent[];
  readonly claims: readonly Claim[];
  /** A customer that is new, or changed from `before`. */
  readonly customer?: CustomerChange | undefined;
  readonly identities?: readonly IdentityChange[] | undefined;
  /** Facts whose content a customer had deleted. */
  readonly rewritten?: readonly Rewritten[] | undefined;
};

export type CustomerChange = { readonly value: Customer; readonly before: Customer | undefined };
export type IdentityChange = { readonly before: Identity | undefined; readonly after: Identity };

/** All facts of one earlier decision, in place of what is stored. Nothing else ever changes a fact. */
export type Rewritten = {
  readonly commitId: string;
  /** Time of its first fact: part of where it lies. */
  readonly at: string;
  readonly events: readonly ConversationEvent[];
};

/**
 * `duplicate`: a claim is taken, the effect is there already. `outdated`: somebody else decided meanwhile; read again.
 * `full`: the agent's capacity would be exceeded.
 */
export type SaveOutcome = 'saved' | 'duplicate' | 'outdated' | 'full';

export type ConversationStore = {
  get(id: string): Promise<Conversation | undefined>;
  /** The conversation with all its facts, oldest first. */
  history(
    id: string,
  ): Promise<{ readonly conversation: Conversation; readonly events: readonly ConversationEvent[] } | undefined>;
  save(change: Change): Promise<SaveOutcome>;
  claimed(key: string): Promise<Claimed | undefined>;
  /** Ids of the conversations in a queue's waiting line: priority first, then age. */
  line(queueId: string, limit: number): Promise<readonly WaitingEntry[]>;
  ofCustomer(customerId: string, limit: number): Promise<readonly Conversation[]>;
  list(list: ConversationList, page: Page): Promise<readonly Conversation[]>;
};

export type WaitingEntry = { readonly conversationId: string; readonly order: string };

/** One shelf of conversations that lie together: those an agent has, or those of a queue that nobody has. */
export type ConversationList = {
  readonly of: 'agent' | 'queue';
  readonly id: string;
  readonly status: Conversation['stage']['status'];
};
/** Newest first; `before` is the position of the last one seen. */
export type Page = { readonly before?: string | undefined; readonly limit: number };

export const positionOf = (conversation: Conversation): string => `${conversation.lastActivityAt}#${conversation.id}`;

export type CustomerStore = {
  get(id: string): Promise<Customer | undefined>;
  identity(key: IdentityKey): Promise<Identity | undefined>;
  rename(id: string, name: string): Promise<void>;
  /** Makes `from` the same customer as `into`, for good. */
  merge(from: Customer, into: Customer): Promise<void>;
};
