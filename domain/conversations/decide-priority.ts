import type { Analysis } from '../analysis/analyser.ts';
import type { InboundMessage } from '../channels/inbound-message.ts';
import { type Priority, raised, rankOf } from './priority.ts';

export type PriorityDecision = { readonly priority: Priority; readonly reason: string };

/** Above this probability a complaint is taken for one. */
const surelyNegative = 0.6;

const soonest = (one: Priority, other: Priority): Priority => (rankOf(one) <= rankOf(other) ? one : other);

/** How soon a conversation should be taken, given what was just written; never less urgent than it was. */
export function decidePriority(
  current: Priority,
  message: InboundMessage,
  analysis: Analysis | undefined,
): PriorityDecision {
  if (message.automatic) return { priority: current, reason: `automatic mail (${message.automatic})` };
  if (analysis?.urgent) return { priority: 'urgent', reason: 'the text asks for haste' };
  if (analysis?.sentiment === 'NEGATIVE' && analysis.scores.negative >= surelyNegative)
    return {
      priority: soonest(current, raised('normal')),
      reason: `negative sentiment (${Math.round(analysis.scores.negative * 100)} %)`,
    };
  return { priority: current, reason: 'nothing in the text asks for more haste' };
}
