import type { Agent } from '../agents/agent.ts';
import { freePlaces } from '../agents/agent.ts';
import type { Instant } from '../kernel/clock.ts';
import { Refusal } from '../kernel/refusal.ts';
import { type Conversation, holderIdOf } from './conversation.ts';
import type { ConversationEvent } from './events.ts';
import { type Draft, facts, type Origin } from './facts.ts';
import type { Priority } from './priority.ts';

/** What people do to a conversation besides answering. Doing what is done already changes nothing. */

const status = (state: Conversation): string => state.stage.status;

function mustNotBeResolved(state: Conversation, wanted: string): void {
  if (state.stage.status === 'resolved')
    throw new Refusal('conflict', `conversation ${state.id} is resolved and cannot be ${wanted}; reopen it first`);
}

export const writeNote = (
  _state: Conversation,
  note: { readonly origin: Origin; readonly text: string; readonly authorName: string },
): readonly ConversationEvent[] =>
  facts(note.origin, [{ type: 'NoteWritten', text: note.text, authorName: note.authorName }]);

export function assignTo(
  state: Conversation,
  assignment: { readonly origin: Origin; readonly agent: Agent; readonly reason: string },
): readonly ConversationEvent[] {
  const { agent } = assignment;
  mustNotBeResolved(state, 'assigned');
  if (state.holder.kind === 'agent' && state.holder.agentId === agent.id) return [];
  if (freePlaces(agent) === 0)
    throw new Refusal(
      'conflict',
      `${agent.name} is full (${agent.load} of ${agent.capacity}); choose somebody with room`,
    );
  return facts(assignment.origin, [
    {
      type: 'ConversationAssigned',
      agentId: agent.id,
      agentName: agent.name,
      fromAgentId: holderIdOf(state),
      reason: assignment.reason,
    },
  ]);
}

/** Back to the queue, to be routed anew. */
export function unassign(state: Conversation, origin: Origin): readonly ConversationEvent[] {
  if (state.holder.kind !== 'agent') return [];
  return facts(origin, [
    { type: 'ConversationUnassigned', agentId: state.holder.agentId, reason: 'put back into the queue' },
  ]);
}

export function transfer(
  state: Conversation,
  to: { readonly origin: Origin; readonly queueId: string; readonly reason: string },
): readonly ConversationEvent[] {
  mustNotBeResolved(state, 'transferred');
  if (state.queueId === to.queueId)
    throw new Refusal('conflict', `conversation ${state.id} is in queue ${to.queueId} already; choose another queue`);
  return facts(to.origin, [
    {
      type: 'ConversationTransferred',
      fromQueueId: state.queueId,
      toQueueId: to.queueId,
      fromAgentId: holderIdOf(state),
      reason: to.reason,
    },
  ]);
}

export const setPriority = (
  state: Conversation,
  change: { readonly origin: Origin; readonly priority: Priority; readonly reason: string },
): readonly ConversationEvent[] =>
  state.priority === change.priority
    ? []
    : facts(change.origin, [
        { type: 'PriorityChanged', from: state.priority, to: change.priority, reason: change.reason },
      ]);

/** Whoever waits longer means never; a Step Functions execution, which may have to wait for it, lives a year at most (AWS quotas). */
const longestSnoozeDays = 360;

export function snooze(
  state: Conversation,
  rest: { readonly origin: Origin; readonly until: Instant },
): readonly ConversationEvent[] {
  mustNotBeResolved(state, 'snoozed');
  if (rest.until <= rest.origin.at)
    throw new Refusal('invalid', `until ${rest.until} has passed; give a time after ${rest.origin.at}`);
  if (Date.parse(rest.until) - Date.parse(rest.origin.at) > longestSnoozeDays * 86_400_000)
    throw new Refusal('invalid', `until ${rest.until} is too far away; at most ${longestSnoozeDays} days are possible`);
  return facts(rest.origin, [{ type: 'ConversationSnoozed', until: rest.until }]);
}

export function resolve(state: Conversation, origin: Origin): readonly ConversationEvent[] {
  return status(state) === 'resolved' ? [] : facts(origin, [{ type: 'ConversationResolved' }]);
}

/** Opens what is resolved or snoozed; it goes to whoever had it, if there is room. */
export function reopen(
  state: Conversation,
  again: { readonly origin: Origin; readonly reason: string },
): readonly ConversationEvent[] {
  if (status(state) === 'open') return [];
  const draft: Draft =
    status(state) === 'snoozed'
      ? { type: 'ConversationWoken', reason: again.reason }
      : { type: 'ConversationReopened', reason: again.reason };
  return facts(again.origin, [draft]);
}

/** The snooze that was set until this very time is over. */
export const wake = (
  state: Conversation,
  alarm: { readonly origin: Origin; readonly until: Instant },
): readonly ConversationEvent[] =>
  state.stage.status === 'snoozed' && state.stage.until === alarm.until
    ? facts(alarm.origin, [{ type: 'ConversationWoken', reason: 'its time had come' }])
    : [];
