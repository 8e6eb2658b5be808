import type { AgentStore } from '../agents/agent.ts';
import { wake } from '../conversations/change-conversation.ts';
import { decideAndSave } from '../conversations/decide-and-save.ts';
import type { Origin } from '../conversations/facts.ts';
import type { ConversationStore } from '../conversations/ports.ts';
import { type Clock, type Instant, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Settings } from '../routing/ports.ts';
import { queueWithTerms } from '../routing/terms.ts';
import { escalate, looksAgainAt, nextStep } from './escalate.ts';

export type EscalationNeeds = {
  readonly conversations: ConversationStore;
  readonly agents: AgentStore;
  readonly settings: Settings;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

const origin = (needs: EscalationNeeds, rule: string, source: readonly string[]): Origin => ({
  commitId: needs.idFrom(rule, ...source),
  at: instant(needs.now()),
  by: { kind: 'parley', rule },
});

/**
 * It was waited until `dueAt`: takes the step that is due by then and tells when to look again; undefined when nothing is left.
 * Called twice for one step, it takes it once.
 */
export async function checkDeadline(
  needs: EscalationNeeds,
  check: { readonly conversationId: string; readonly deadlineId: string; readonly dueAt: Instant },
): Promise<Instant | undefined> {
  const { conversationId, deadlineId, dueAt } = check;
  const before = await needs.conversations.get(conversationId);
  const step = before && nextStep(before, deadlineId);
  if (!before || !step) return undefined;
  const made = origin(needs, 'escalation', [conversationId, deadlineId, String(step.level)]);
  const decided = await decideAndSave(needs, { id: conversationId, commitId: made.commitId }, async (state) => {
    if (!state) return { events: [] };
    const { queue, terms } = await queueWithTerms(needs.settings, state.queueId);
    const leads = (await needs.agents.list()).filter((agent) => agent.leadsQueueIds.includes(queue.id));
    const late = { origin: made, deadlineId, dueAt, policy: terms.policy, leads };
    return { events: escalate(state, late), claims: [{ key: `escalation#${made.commitId}` }] };
  });
  const now = decided.outcome === 'duplicate' ? await needs.conversations.get(conversationId) : decided.conversation;
  return now && looksAgainAt(now, deadlineId, made.at);
}

/** A snooze is over. */
export async function endSnooze(
  needs: EscalationNeeds,
  alarm: { readonly conversationId: string; readonly until: Instant },
): Promise<void> {
  const made = origin(needs, 'snooze', [alarm.conversationId, alarm.until]);
  await decideAndSave(needs, { id: alarm.conversationId, commitId: made.commitId }, (state) => ({
    events: state ? wake(state, { origin: made, until: alarm.until }) : [],
  }));
}
