import type { Commit } from '#adapters/dynamodb/conversation-items.ts';
import type { Agent, AgentStore } from '#domain/agents/agent.ts';
import { maySee } from '#domain/agents/may-see.ts';
import { type Push, pushToAll, type Socket, type SocketStore } from '#domain/agents/realtime.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { $ConversationRow } from '#functions/agent-api/contract.ts';
import type { ServerFrame, Topic } from '#functions/realtime/contract.ts';

export type PushNeeds = {
  readonly sockets: SocketStore;
  readonly push: Push;
  readonly agents: Pick<AgentStore, 'list'>;
};

export type Moved = { readonly commit: Commit; readonly after: Conversation };

const inboxOf = (agentId: string): Topic => `inbox:${agentId}`;

const hadBy = ({ fromAgentId }: { readonly fromAgentId?: string | undefined }): readonly Topic[] =>
  fromAgentId === undefined ? [] : [inboxOf(fromAgentId)];

/** Whoever follows one of these sees the change: those who had it too, so that it leaves their list. */
function topicsOf({ commit, after }: Moved): ReadonlySet<string> {
  const touched = commit.events.flatMap((event): readonly Topic[] => {
    switch (event.type) {
      case 'ConversationAssigned':
        return [inboxOf(event.agentId), ...hadBy(event), `unassigned:${after.queueId}`];
      case 'ConversationUnassigned':
        return [inboxOf(event.agentId)];
      case 'ConversationTransferred':
        return [`queue:${event.fromQueueId}`, `unassigned:${event.fromQueueId}`, ...hadBy(event)];
      case 'EscalationWarned':
      case 'ConversationEscalated':
        return event.notified.map(inboxOf);
      default:
        return [];
    }
  });
  const { holder } = after;
  const held: Topic = holder.kind === 'agent' ? inboxOf(holder.agentId) : `unassigned:${after.queueId}`;
  const preferred = after.preferredAgentId ? [inboxOf(after.preferredAgentId)] : [];
  const topics: readonly Topic[] = ['account', `conversation:${after.id}`, `queue:${after.queueId}`, held];
  return new Set([...topics, ...preferred, ...touched]);
}

/**
 * What a socket takes at once is 128 kB; every 32 kB are billed as a message.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const messageBytes = 32 * 1024;
const largestFrameBytes = 128 * 1024 - 2;

type Sized = { readonly frame: ServerFrame; readonly bytes: number };

const sized = (frame: ServerFrame): Sized => ({ frame, bytes: Buffer.byteLength(JSON.stringify(frame)) + 1 });

function changeOf({ commit, after }: Moved): Sized {
  const conversation = $ConversationRow.parse(after);
  const change = sized({ type: 'change', conversation, events: commit.events });
  return change.bytes <= largestFrameBytes ? change : sized({ type: 'stale', conversationId: after.id });
}

/** Frames that go out together: what is paid for is the message, not the frame. */
function messagesOf(frames: readonly Sized[]): readonly (readonly ServerFrame[])[] {
  const messages: { readonly frames: ServerFrame[]; bytes: number }[] = [];
  for (const { frame, bytes } of frames) {
    const last = messages.at(-1);
    if (last && last.bytes + bytes <= messageBytes) {
      last.frames.push(frame);
      last.bytes += bytes;
    } else messages.push({ frames: [frame], bytes });
  }
  return messages.map((message) => message.frames);
}

/** What a socket is shown of something that happened; nothing where it is not followed. */
type News = (socket: Socket) => Sized | undefined;

/** Whoever does not see everything, and no longer sees this, reads again and finds it gone. */
function newsOfMove(moved: Moved, mayShow: MayShow): News {
  const topics = topicsOf(moved);
  const change = changeOf(moved);
  return (socket) => {
    if (!socket.topics.some((topic) => topics.has(topic))) return undefined;
    return mayShow(socket, moved.after) ? change : sized({ type: 'stale', conversationId: moved.after.id });
  };
}

type MayShow = (socket: Socket, conversation: Conversation) => boolean;

/** Agents are asked for only where somebody is watching who does not see everything. */
async function mayShowOn(needs: PushNeeds, sockets: readonly Socket[]): Promise<MayShow> {
  if (!sockets.some(({ isNarrowed }) => isNarrowed)) return () => true;
  const agents = new Map((await needs.agents.list()).map((agent) => [agent.id, agent]));
  return ({ isNarrowed, agentId, role }, conversation) => {
    const agent = agents.get(agentId);
    return !isNarrowed || (agent !== undefined && maySee({ agent, role }, conversation));
  };
}

/** An agent's own screens show presence and load; those of others when they ask for them. */
function newsOfAgent(agent: Agent): News {
  const frame = sized({ type: 'agent', agent });
  return (socket) => (socket.agentId === agent.id || socket.topics.includes('agents') ? frame : undefined);
}

/** Shows the changes of a batch on the screens that follow them. */
export async function pushChanges(needs: PushNeeds, moved: readonly Moved[], agents: readonly Agent[]): Promise<void> {
  if (moved.length === 0 && agents.length === 0) return;
  const sockets = await needs.sockets.list();
  if (sockets.length === 0) return;
  const mayShow = await mayShowOn(needs, sockets);
  const news = [...moved.map((one) => newsOfMove(one, mayShow)), ...agents.map(newsOfAgent)];
  await Promise.all(
    sockets.map(async (socket) => {
      const frames = news.map((show) => show(socket)).filter((frame) => frame !== undefined);
      for (const message of messagesOf(frames))
        await pushToAll(needs, [socket], message.length === 1 ? message[0] : message);
    }),
  );
}
