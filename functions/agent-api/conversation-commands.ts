import {
  assignTo,
  reopen,
  resolve,
  setPriority,
  snooze,
  transfer,
  unassign,
  writeNote,
} from '#domain/conversations/change-conversation.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, bodyOf, type Caller } from '#functions/middleware/api/request.ts';
import { command } from './command.ts';
import {
  $AssignRequest,
  $NoteRequest,
  $PriorityRequest,
  $SnoozeRequest,
  $TransferRequest,
  type Changed,
} from './contract.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };
type Command = (needs: ApiNeeds, request: Request) => Promise<Changed>;

async function agentNamed(needs: ApiNeeds, id: string) {
  const agent = await needs.agents.get(id);
  if (!agent) throw new Refusal('invalid', `body.agentId: there is no agent "${id}"; GET /v1/agents lists them`);
  return agent;
}

async function queueNamed(needs: ApiNeeds, id: string) {
  const queue = await needs.settings.queues.get(id);
  if (!queue) throw new Refusal('invalid', `body.queueId: there is no queue "${id}"; GET /v1/queues lists them`);
  return queue;
}

export const note: Command = (needs, request) => {
  const { text } = bodyOf(request.event, $NoteRequest);
  const authorName = request.caller.agent.name;
  return command(needs, request, (state, origin) => writeNote(state, { origin, text, authorName }));
};

export const assign: Command = (needs, request) => {
  const { agentId } = bodyOf(request.event, $AssignRequest);
  return command(needs, request, async (state, origin) => {
    if (agentId === null) return unassign(state, origin);
    const agent = await agentNamed(needs, agentId);
    const { name, id } = request.caller.agent;
    return assignTo(state, {
      origin,
      agent,
      reason: id === agentId ? `${name} took it` : `${name} gave it to ${agent.name}`,
    });
  });
};

export const moveToQueue: Command = (needs, request) => {
  const { queueId, reason } = bodyOf(request.event, $TransferRequest);
  return command(needs, request, async (state, origin) => {
    const queue = await queueNamed(needs, queueId);
    return transfer(state, { origin, queueId: queue.id, reason });
  });
};

export const prioritise: Command = (needs, request) => {
  const { priority } = bodyOf(request.event, $PriorityRequest);
  const reason = `set by ${request.caller.agent.name}`;
  return command(needs, request, (state, origin) => setPriority(state, { origin, priority, reason }));
};

export const putToSleep: Command = (needs, request) => {
  const until = instant(new Date(bodyOf(request.event, $SnoozeRequest).until));
  return command(needs, request, (state, origin) => snooze(state, { origin, until }));
};

export const close: Command = (needs, request) => command(needs, request, resolve);

export const openAgain: Command = (needs, request) => {
  const reason = `${request.caller.agent.name} opened it again`;
  return command(needs, request, (state, origin) => reopen(state, { origin, reason }));
};
