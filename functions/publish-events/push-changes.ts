import type { Commit } from '#adapters/dynamodb/conversation-items.ts';
import type { Agent } from '#domain/agents/agent.ts';
import { type ChangeLog, type Push, pushToAll, type Socket, type SocketStore } from '#domain/agents/realtime.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { $ConversationRow } from '#functions/agent-api/contract.ts';
import type { ServerFrame } from '#functions/realtime/contract.ts';

export type PushNeeds = { readonly sockets: SocketStore; readonly changes: ChangeLog; readonly push: Push };

export type Moved = { readonly commit: Commit; readonly after: Conversation };

const inboxOf = (agentId: string): string => `inbox:${agentId}`;

/** Whoever follows one of these sees the change: those who had it too, so that it leaves their list. */
function topicsOf({ commit, after }: Moved): ReadonlySet<string> {
  const touched = commit.events.flatMap((event) => {
    if (event.type === 'ConversationAssigned' || event.type === 'ConversationUnassigned')
      return [inboxOf(event.agentId)];
    if (event.type === 'ConversationTransferred') return [`queue:${event.fromQueueId}`];
    if (event.type === 'EscalationWarned' || event.type === 'ConversationEscalated') return event.notified.map(inboxOf);
    return [];
  });
  const holder = after.holder.kind === 'agent' ? [inboxOf(after.holder.agentId)] : [];
  const preferred = after.preferredAgentId ? [inboxOf(after.preferredAgentId)] : [];
  return new Set([
    'account',
    `conversation:${after.id}`,
    `queue:${after.queueId}`,
    ...holder,
    ...preferred,
    ...touched,
  ]);
}

/**
 * What a socket takes at once; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html.
 * A larger change is not pushed: the screen misses its number with the next pong and asks for it.
 */
const frameBytes = 128 * 1024;

const fits = (frame: ServerFrame): boolean => Buffer.byteLength(JSON.stringify(frame)) <= frameBytes;

const follows = (socket: Socket, topics: ReadonlySet<string>): boolean =>
  socket.topics.some((topic) => topics.has(topic));

/** Numbers the changes of a batch and shows them on the screens that follow them. */
export async function pushChanges(needs: PushNeeds, moved: readonly Moved[], agents: readonly Agent[]): Promise<void> {
  if (moved.length === 0 && agents.length === 0) return;
  const first = moved.length > 0 ? await needs.changes.append(moved.map(({ after }) => after.id)) : 0;
  const sockets = await needs.sockets.list();
  if (sockets.length === 0) return;
  for (const [position, change] of moved.entries()) {
    const topics = topicsOf(change);
    const following = sockets.filter((socket) => follows(socket, topics));
    const conversation = $ConversationRow.parse(change.after);
    const frame: ServerFrame = { type: 'change', seq: first + position, conversation, events: change.commit.events };
    if (following.length > 0 && fits(frame)) await pushToAll(needs, following, frame);
  }
  for (const agent of agents) await pushToAll(needs, sockets, { type: 'agent', agent } satisfies ServerFrame);
}
