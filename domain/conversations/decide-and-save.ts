import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Change, Claim, ConversationStore } from './ports.ts';

/** Decisions on one conversation that may collide before it is worth failing and being retried from outside. */
const attempts = 6;

export type Decision = {
  readonly events: readonly ConversationEvent[];
  readonly claims?: readonly Claim[];
  readonly customer?: Change['customer'];
  readonly identities?: Change['identities'];
  readonly rewritten?: Change['rewritten'];
};

export type Decided = {
  readonly outcome: 'saved' | 'duplicate' | 'unchanged';
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
};

/** Saves a decision on the conversation as it was read; `again` when somebody else was quicker. */
export async function saveDecision(
  conversations: ConversationStore,
  commit: { readonly id: string; readonly commitId: string; readonly before: Conversation | undefined },
  decision: Decision,
): Promise<Decided | 'again'> {
  const { before, commitId } = commit;
  if (decision.events.length === 0 && before) return { outcome: 'unchanged', conversation: before, events: [] };
  const after = evolve(commit.id, before, decision.events);
  if (!after) throw new Error(`decision ${commitId} opens no conversation`);
  const { events, customer, identities, rewritten } = decision;
  const outcome = await conversations.save({
    commitId,
    before,
    after,
    events,
    claims: decision.claims ?? [],
    customer,
    identities,
    rewritten,
  });
  switch (outcome) {
    case 'saved':
      return { outcome, conversation: after, events };
    case 'duplicate':
      return { outcome, conversation: before ?? after, events: [] };
    case 'outdated':
    case 'full':
      return 'again';
  }
}

type Decide = (state: Conversation | undefined) => Promise<Decision> | Decision;

/** Attempts a decision until nobody was quicker. */
export async function untilDecided<Result>(
  commitId: string,
  once: (tried: number) => Promise<Result | 'again'>,
): Promise<Result> {
  for (let tried = 0; tried < attempts; tried += 1) {
    const result = await once(tried);
    if (result !== 'again') return result;
  }
  throw new Error(`decision ${commitId} was overtaken ${attempts} times`);
}

/**
 * Reads, decides and saves; when somebody else was quicker, reads and decides again.
 * `decide` sees the conversation as it is, or undefined when there is none yet.
 */
export const decideAndSave = (
  needs: { readonly conversations: ConversationStore },
  commit: { readonly id: string; readonly commitId: string },
  decide: Decide,
): Promise<Decided> =>
  untilDecided(commit.commitId, async () => {
    const before = await needs.conversations.get(commit.id);
    return saveDecision(needs.conversations, { ...commit, before }, await decide(before));
  });

/** For decisions on a conversation that must exist. */
export function existing(state: Conversation | undefined, id: string): Conversation {
  if (!state) throw new Refusal('not-found', `there is no conversation "${id}"`);
  return state;
}
