import type { Terms } from '../escalation/deadlines.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import type { Origin } from './facts.ts';
import { recordDelivery } from './record-delivery.ts';

/** An agent found out whether a message that may have been sent was. */
export function settleDelivery(
  state: Conversation,
  answer: {
    readonly origin: Origin;
    readonly messageId: string;
    readonly was: 'sent' | 'not-sent';
    readonly byName: string;
  },
  terms: Terms | undefined,
): readonly ConversationEvent[] {
  const { origin, messageId, was, byName } = answer;
  const status = state.deliveries[messageId];
  if (status !== 'ambiguous')
    throw new Refusal(
      'conflict',
      `message ${messageId} is ${status ?? 'unknown'}; only one that may have been sent can be settled`,
    );
  const failure = {
    class: 'AMBIGUOUS' as const,
    reason: `${byName} found that it was not sent. Send it again if it is still needed.`,
  };
  const news =
    was === 'sent' ? { messageId, status: 'sent' as const } : { messageId, status: 'failed' as const, failure };
  return recordDelivery(state, { origin, news: [news] }, terms);
}

/** A task was done. */
export function openTask(state: Conversation, taskId: string) {
  const task = state.tasks?.find(({ id }) => id === taskId);
  if (!task) throw new Refusal('not-found', `there is no open task "${taskId}" in conversation ${state.id}`);
  return task;
}
