import type { Agent } from '../agents/agent.ts';
import { chooseAgent } from '../routing/choose-agent.ts';
import type { CallContext, CallState, NextStep, Saying } from './call.ts';
import { says, withoutAgent } from './steps.ts';

/** The agent whose phone rings next: by the rules of routing, among those with a phone who were not rung yet. */
function nextAgent({ queues, agents, settings }: CallContext, state: CallState): Agent | undefined {
  const queue = queues.find(({ id }) => id === state.queueId);
  if (!queue || state.tried.length >= settings.agentsTried) return undefined;
  const callable = agents.filter(({ id, phone }) => phone !== undefined && !state.tried.includes(id));
  const choice = chooseAgent({ language: state.language }, queue, callable);
  return choice.kind === 'agent' ? choice.agent : undefined;
}

/** Rings the next agent of the queue; when there is none left, offers what the settings say. */
export function ringNext(context: CallContext, state: CallState, before: readonly Saying[]): NextStep {
  const { settings } = context;
  const agent = nextAgent(context, state);
  if (agent?.phone !== undefined) {
    const connecting = state.tried.length === 0 ? says(state, settings.connecting) : [];
    const ringing = { ...state, tried: [...state.tried, agent.id] };
    return { kind: 'dial', phone: agent.phone, state: ringing, says: [...before, ...connecting] };
  }
  const sorry = says(state, settings.unanswered);
  return withoutAgent(context, state, { how: settings.whenUnanswered, says: [...before, ...sorry] });
}
