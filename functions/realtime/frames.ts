import type { AgentStore } from '#domain/agents/agent.ts';
import { seesAll, type Viewer } from '#domain/agents/may-see.ts';
import { type Push, pushToAll, type Socket, type SocketStore } from '#domain/agents/realtime.ts';
import type { ConversationStore } from '#domain/conversations/ports.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { $ClientFrame, type ClientFrame, type Onlooker, type ServerFrame } from './contract.ts';
import { topicsAllowed } from './may-follow.ts';

export type RealtimeNeeds = {
  readonly sockets: SocketStore;
  readonly agents: Pick<AgentStore, 'get'>;
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly push: Push;
  /** Shows the visitor of a chat that this agent is writing; on other channels nothing happens. */
  readonly tellVisitor: (conversationId: string, agentName: string) => Promise<void>;
  readonly now: Clock;
};

/** Who was not heard of for this long is not looking any more; consoles repeat themselves well before. */
const looksForMs = 60_000;

const say = (needs: RealtimeNeeds, socketId: string, frame: ServerFrame) => needs.push(socketId, frame);

async function subscribe(
  needs: RealtimeNeeds,
  socket: Socket,
  frame: Extract<ClientFrame, { type: 'subscribe' }>,
): Promise<void> {
  // Subscribed first, told second: the console reads after this, and what changes meanwhile is pushed; at worst told twice.
  const viewer = await viewerOf(needs, socket);
  const topics = viewer ? await topicsAllowed(needs, viewer, frame.topics) : [];
  await needs.sockets.follow(socket.id, { topics, isNarrowed: viewer && !seesAll(viewer) ? true : undefined });
  await say(needs, socket.id, { type: 'subscribed', now: instant(needs.now()) });
}

async function viewerOf(needs: RealtimeNeeds, { agentId, role }: Socket): Promise<Viewer | undefined> {
  const agent = await needs.agents.get(agentId);
  return agent && { agent, role };
}

/** Tells a console that something could not be shown to it. */
async function pong(needs: RealtimeNeeds, { id, isBehind }: Socket): Promise<void> {
  if (isBehind && (await say(needs, id, { type: 'stale' })) === 'pushed') await needs.sockets.markBehind(id, false);
  await say(needs, id, { type: 'pong', now: instant(needs.now()) });
}

const looking = (sockets: readonly Socket[], conversationId: string, since: string): readonly Onlooker[] => {
  const people = new Map<string, Onlooker>();
  for (const { agentId, agentName, looksAt } of sockets) {
    if (looksAt?.conversationId !== conversationId || looksAt.at < since) continue;
    if (people.get(agentId)?.doing === 'replying') continue;
    people.set(agentId, { agentId, name: agentName, doing: looksAt.doing });
  }
  return [...people.values()];
};

async function showOnlookers(needs: RealtimeNeeds, conversationId: string): Promise<void> {
  const sockets = await needs.sockets.list();
  const since = instant(new Date(needs.now().getTime() - looksForMs));
  const following = sockets.filter((socket) => socket.topics.includes(`conversation:${conversationId}`));
  const people = [...looking(sockets, conversationId, since)];
  await pushToAll(needs, following, { type: 'onlookers', conversationId, people } satisfies ServerFrame);
}

/** Tells the others that somebody is gone. */
export const showLeaving = async (needs: RealtimeNeeds, socket: Socket): Promise<void> => {
  if (socket.looksAt) await showOnlookers(needs, socket.looksAt.conversationId);
};

/** Whoever may not see a conversation is not shown in it either. */
async function mayLook(needs: RealtimeNeeds, socket: Socket, conversationId: string): Promise<boolean> {
  if (!socket.isNarrowed) return true;
  const viewer = await viewerOf(needs, socket);
  return viewer !== undefined && (await topicsAllowed(needs, viewer, [`conversation:${conversationId}`])).length > 0;
}

async function presence(
  needs: RealtimeNeeds,
  socket: Socket,
  frame: Extract<ClientFrame, { type: 'presence' }>,
): Promise<void> {
  const { conversationId, doing } = frame;
  const before = socket.looksAt;
  // Frames can overtake each other: leaving one conversation is not leaving the next.
  if (doing === 'left' && before?.conversationId !== conversationId) return;
  if (doing !== 'left' && !(await mayLook(needs, socket, conversationId))) return;
  const looksAt = doing === 'left' ? undefined : { conversationId, doing, at: instant(needs.now()) };
  await needs.sockets.look(socket.id, looksAt);
  if (before && before.conversationId !== conversationId) await showOnlookers(needs, before.conversationId);
  await showOnlookers(needs, conversationId);
  if (doing === 'replying') await needs.tellVisitor(conversationId, socket.agentName);
}

function parse(text: string): ClientFrame | undefined {
  try {
    return $ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Answers one frame of a console. */
export async function answerFrame(needs: RealtimeNeeds, socketId: string, text: string): Promise<void> {
  const socket = await needs.sockets.get(socketId);
  if (!socket) return;
  const frame = parse(text);
  switch (frame?.type) {
    case 'subscribe':
      return subscribe(needs, socket, frame);
    case 'presence':
      return presence(needs, socket, frame);
    case 'ping':
      return pong(needs, socket);
    default:
      await say(needs, socketId, { type: 'problem', detail: 'not a frame of this protocol; see docs/realtime.md' });
  }
}
