import type * as z from 'zod';
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
import type { Conversation } from '#domain/conversations/conversation.ts';
import { unseenBy, writeReply } from '#domain/conversations/write-reply.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { command } from './command.ts';
import {
  $AssignRequest,
  $NoteRequest,
  $PriorityRequest,
  $ReplyRequest,
  $SnoozeRequest,
  $TransferRequest,
  type Changed,
} from './contract.ts';
import type { ApiNeeds } from './needs.ts';
import { type ApiEvent, bodyOf, type Caller } from './request.ts';

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

/** Refuses a reply to something its author has not read; the answer carries what was written meanwhile. */
async function mustHaveSeenAll(
  needs: ApiNeeds,
  state: Conversation,
  author: { readonly id: string; readonly lastSeenEventId: string },
): Promise<void> {
  const [queue, history] = await Promise.all([
    needs.settings.queues.get(state.queueId),
    needs.conversations.history(state.id),
  ]);
  const unseen = queue && history ? unseenBy(queue, author, history.events) : [];
  if (unseen.length === 0) return;
  throw new Refusal(
    'conflict',
    'somebody wrote since you last looked; read it, then send again with the new lastSeenEventId',
    { unseen },
  );
}

export const reply: Command = (needs, request) => {
  const { text, lastSeenEventId, cc, andResolve }: z.infer<typeof $ReplyRequest> = bodyOf(request.event, $ReplyRequest);
  return command(needs, request, async (state, origin) => {
    const author = (await needs.agents.get(request.caller.agent.id)) ?? request.caller.agent;
    await mustHaveSeenAll(needs, state, { id: author.id, lastSeenEventId });
    const thenResolve = andResolve ? 'resolve' : 'leave-open';
    return writeReply(state, { origin, messageId: origin.commitId, author, text, cc, thenResolve });
  });
};

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
