import type { Conversation } from '#domain/conversations/conversation.ts';
import { decideAndSave, existing } from '#domain/conversations/decide-and-save.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import type { Origin } from '#domain/conversations/facts.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, type Caller, pathPart, requestKey } from '#functions/middleware/api/request.ts';
import type { Changed } from './contract.ts';
import type { ApiNeeds } from './needs.ts';

type Decide = (
  state: Conversation,
  origin: Origin,
) => Promise<readonly ConversationEvent[]> | readonly ConversationEvent[];

/** The same answer as the first time; a key that was used for another request is refused. */
async function replay(
  needs: ApiNeeds,
  done: { readonly conversationId: string; readonly commitId: string; readonly fingerprint?: string | undefined },
  fingerprint: string,
): Promise<Changed> {
  if (done.fingerprint !== fingerprint)
    throw new Refusal('conflict', 'this Idempotency-Key was used for another request; send a new one with each change');
  const history = await needs.conversations.history(done.conversationId);
  if (!history) throw new Refusal('not-found', `there is no conversation "${done.conversationId}"`);
  const events = history.events.filter((event) => event.id.startsWith(`${done.commitId}-`));
  return { conversation: history.conversation, events };
}

/** One change to a conversation by a person, made once however often it is asked for. */
export async function command(
  needs: ApiNeeds,
  request: { readonly event: ApiEvent; readonly caller: Caller },
  decide: Decide,
): Promise<Changed> {
  const { agent } = request.caller;
  const id = pathPart(request.event, 'id');
  const { key, asked } = requestKey(request.event);
  const claim = { key: `request#${agent.id}#${key}`, fingerprint: needs.hash(asked) };
  const done = await needs.conversations.claimed(claim.key);
  if (done) return replay(needs, done, claim.fingerprint);
  const origin: Origin = {
    commitId: needs.idFrom('request', agent.id, key),
    at: instant(needs.now()),
    by: { kind: 'agent', id: agent.id },
  };
  const decided = await decideAndSave(needs, { id, commitId: origin.commitId }, async (state) => ({
    events: await decide(existing(state, id), origin),
    claims: [claim],
  }));
  if (decided.outcome === 'duplicate') {
    const first = await needs.conversations.claimed(claim.key);
    if (first) return replay(needs, first, claim.fingerprint);
  }
  return { conversation: decided.conversation, events: [...decided.events] };
}
