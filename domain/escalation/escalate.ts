import { type Agent, freePlaces } from '../agents/agent.ts';
import { type Conversation, holderIdOf } from '../conversations/conversation.ts';
import type { ConversationEvent } from '../conversations/events.ts';
import { type Draft, facts, type Origin } from '../conversations/facts.ts';
import { raised } from '../conversations/priority.ts';
import type { Instant } from '../kernel/clock.ts';
import type { EscalationAction, SlaPolicy } from './policy.ts';

export type Lateness = {
  readonly origin: Origin;
  readonly deadlineId: string;
  /** Until when was waited: steps up to here are due. By the word of who waited, since our own clock may be wrong. */
  readonly dueAt: Instant;
  readonly policy: SlaPolicy;
  /** Leads of the conversation's queue. */
  readonly leads: readonly Agent[];
};

/** What one action adds to the timeline, and how the escalation's reason tells it. */
type Outcome = { readonly drafts: readonly Draft[]; readonly told: string };

const names = (people: readonly Agent[]): string =>
  people.map((person) => person.name).join(', ') || 'nobody: the queue has no lead';

function raisePriority(state: Conversation): Outcome {
  const to = raised(state.priority);
  if (to === state.priority) return { drafts: [], told: 'priority is urgent already' };
  return {
    drafts: [{ type: 'PriorityChanged', from: state.priority, to, reason: 'raised because the reply is late' }],
    told: `priority ${state.priority} → ${to}`,
  };
}

function reassignToLead(state: Conversation, leads: readonly Agent[]): Outcome {
  const holderId = holderIdOf(state);
  if (leads.some((lead) => lead.id === holderId)) return { drafts: [], told: 'a lead has it already' };
  const lead = leads
    .filter((candidate) => candidate.presence !== 'offline' && freePlaces(candidate) > 0)
    .toSorted((one, other) => freePlaces(other) - freePlaces(one))
    .at(0);
  if (!lead) return { drafts: [], told: 'no lead has room to take it' };
  const reason = `${lead.name} leads the queue and the reply is late`;
  return {
    drafts: [
      { type: 'ConversationAssigned', agentId: lead.id, agentName: lead.name, fromAgentId: holderIdOf(state), reason },
    ],
    told: `handed to ${lead.name}`,
  };
}

function moveToQueue(state: Conversation, queueId: string): Outcome {
  if (state.queueId === queueId) return { drafts: [], told: `is in ${queueId} already` };
  return {
    drafts: [
      {
        type: 'ConversationTransferred',
        fromQueueId: state.queueId,
        toQueueId: queueId,
        fromAgentId: holderIdOf(state),
        reason: 'the reply is late',
      },
    ],
    told: `moved to ${queueId}`,
  };
}

function perform(action: EscalationAction, state: Conversation, leads: readonly Agent[]): Outcome {
  switch (action.do) {
    case 'notify-leads':
      return { drafts: [], told: `told ${names(leads)}` };
    case 'raise-priority':
      return raisePriority(state);
    case 'reassign-to-lead':
      return reassignToLead(state, leads);
    case 'move-to-queue':
      return moveToQueue(state, action.queueId);
  }
}

function warn(state: Conversation, late: Lateness, dueAt: Instant): Draft {
  const holder = state.holder.kind === 'agent' ? state.holder : undefined;
  const notified = holder ? [holder.agentId] : late.leads.map((lead) => lead.id);
  const told = holder ? holder.agentName : names(late.leads);
  return {
    type: 'EscalationWarned',
    deadlineId: late.deadlineId,
    dueAt,
    notified,
    reason: `reply due soon; told ${told}`,
  };
}

function climb(state: Conversation, late: Lateness, level: number): readonly Draft[] {
  const actions = late.policy.levels[level - 1]?.actions ?? [{ do: 'notify-leads' as const }];
  const outcomes = actions.map((action) => perform(action, state, late.leads));
  const tellsLeads = actions.some((action) => action.do === 'notify-leads');
  const reason = `no reply in time; level ${level} of ${late.policy.levels.length} (policy ${late.policy.name}): ${outcomes.map((outcome) => outcome.told).join('; ')}`;
  return [
    {
      type: 'ConversationEscalated',
      deadlineId: late.deadlineId,
      level,
      notified: tellsLeads ? late.leads.map((lead) => lead.id) : [],
      reason,
    },
    ...outcomes.flatMap((outcome) => outcome.drafts),
  ];
}

/** The next thing to happen about a deadline; nothing once it was met, replaced or is through. */
export function nextStep(state: Conversation, deadlineId: string): { level: number; at: Instant } | undefined {
  return state.stage.status !== 'resolved' && state.deadline?.id === deadlineId
    ? state.deadline.steps.at(0)
    : undefined;
}

/** A snoozed conversation is left in peace. By the clock, since the alarm that wakes it may come a little later than ours. */
export const isAsleep = ({ stage }: Conversation, at: Instant): boolean =>
  stage.status === 'snoozed' && stage.until > at;

/** When the workflow should look again; undefined ends it. One that sleeps is watched anew once it wakes. */
export function looksAgainAt(state: Conversation, deadlineId: string, at: Instant): Instant | undefined {
  return isAsleep(state, at) ? undefined : nextStep(state, deadlineId)?.at;
}

/** Takes the one step that is due. Looking a second time, early or too late changes nothing. */
export function escalate(state: Conversation, late: Lateness): readonly ConversationEvent[] {
  const step = nextStep(state, late.deadlineId);
  if (!step || !state.deadline || step.at > late.dueAt || isAsleep(state, late.origin.at)) return [];
  const drafts = step.level === 0 ? [warn(state, late, state.deadline.dueAt)] : climb(state, late, step.level);
  return facts(late.origin, drafts);
}
