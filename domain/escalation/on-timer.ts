import { instant } from '../kernel/clock.ts';
import { checkDeadline, type EscalationNeeds, endSnooze } from './check-deadline.ts';
import { isAsleep, nextStep } from './escalate.ts';
import type { StartWorkflow, Timer, Watch } from './watch.ts';

export type TimerNeeds = EscalationNeeds & { readonly workflow: StartWorkflow };

/** Whether one look was enough. What is early by our clock is the workflow's: it waits by a clock that is right. */
async function settles(needs: TimerNeeds, watch: Watch): Promise<boolean> {
  const { kind, conversationId, id, dueAt } = watch;
  const now = instant(needs.now());
  if (kind === 'snooze') {
    if (dueAt > now) return false;
    await endSnooze(needs, { conversationId, until: id });
    return true;
  }
  const state = await needs.conversations.get(conversationId);
  const step = state && nextStep(state, id);
  // A step that is due later has a timer of its own, and so has a conversation that wakes.
  if (!step || step.at > dueAt || isAsleep(state, now)) return true;
  if (step.level > 0 || step.at > now) return false;
  await checkDeadline(needs, { conversationId, deadlineId: id, dueAt });
  return true;
}

/**
 * A timer went off: one look settles what was answered, warnings and snoozes; what was missed goes to the escalation workflow.
 * So does what cannot be looked at now: the workflow tries for hours, and its failures raise the alarm.
 */
export async function onTimer(needs: TimerNeeds, { name, watch }: Timer): Promise<void> {
  const isSettled = await settles(needs, watch).catch(() => false);
  if (!isSettled) await needs.workflow(name, watch);
}
