import type { Push, SocketStore } from '#domain/agents/realtime.ts';
import type { ConnectionStore } from '#domain/channels/channel.ts';
import { noteReceiptsUpTo } from '#domain/chat/note-receipts.ts';
import { type PostNeeds, postMessage, type Speaking } from '#domain/chat/post-message.ts';
import { $ClientFrame, type ClientFrame, type ServerFrame } from '#domain/chat/protocol.ts';
import { type ChatSession, type ChatSocket, isOver, keyOfVisitor } from '#domain/chat/session.ts';
import { isChat } from '#domain/chat/settings.ts';
import { tellAgentsOfTyping } from '#domain/chat/tell-typing.ts';
import { conversationOfVisitor, type HistoryNeeds } from '#domain/chat/visitor-history.ts';

export type ChatSocketNeeds = PostNeeds &
  HistoryNeeds & {
    readonly connections: Pick<ConnectionStore, 'get'>;
    /** To visitors. */
    readonly pushToVisitors: Push;
    /** The agents' sockets, on which typing is shown. */
    readonly sockets: SocketStore;
    readonly push: Push;
  };

const say = (needs: ChatSocketNeeds, { id }: ChatSocket, frame: ServerFrame) => needs.pushToVisitors(id, frame);

type Heard = { readonly socket: ChatSocket; readonly session: ChatSession; readonly speaking: Speaking };

async function hear(needs: ChatSocketNeeds, socketId: string): Promise<Heard | undefined> {
  const socket = await needs.store.socket(socketId);
  const session = socket && (await needs.store.session(socket.sessionId));
  const connection = session && (await needs.connections.get(session.connectionId));
  if (!connection || !isChat(connection) || connection.disabled || isOver(session, needs.now())) return undefined;
  return { socket, session, speaking: { connection, session } };
}

async function message(
  needs: ChatSocketNeeds,
  { socket, speaking }: Heard,
  { type: _, ...posted }: Extract<ClientFrame, { type: 'message' }>,
): Promise<void> {
  const outcome = await postMessage(needs, speaking, posted);
  const { id } = posted;
  if (outcome.taken) return void (await say(needs, socket, { type: 'ack', id }));
  const { retryAfterSeconds } = outcome;
  await say(needs, socket, { type: 'refused', id, detail: 'too many at once', retryAfterSeconds });
}

/** A page that missed something sees so by the number, and asks. */
async function pong(needs: ChatSocketNeeds, { socket, session, speaking }: Heard): Promise<void> {
  const key = keyOfVisitor(session);
  await needs.store.seen(key, needs.now().toISOString());
  const conversation = await conversationOfVisitor(needs, speaking.connection, key);
  await say(needs, socket, { type: 'pong', seq: conversation ? Date.parse(conversation.lastActivityAt) : 0 });
}

/** What can be said of a frame that is not as documented: a message names itself, so that it is not sent for ever. */
function refusalOf(value: unknown): ServerFrame {
  const detail = 'not a frame of this protocol; see docs/chat-protocol.md';
  const isMessage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'message';
  return isMessage && 'id' in value && typeof value.id === 'string'
    ? { type: 'refused', id: value.id.slice(0, 64), detail }
    : { type: 'problem', detail };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Answers one frame of a visitor's page. A session that is over is told so: the page then begins another over HTTP. */
export async function answerFrame(needs: ChatSocketNeeds, socketId: string, text: string): Promise<void> {
  const heard = await hear(needs, socketId);
  if (!heard) return void (await needs.pushToVisitors(socketId, over));
  const value = parsed(text);
  const { data: frame } = $ClientFrame.safeParse(value);
  switch (frame?.type) {
    case 'message':
      return message(needs, heard, frame);
    case 'typing':
      return tellAgentsOfTyping(needs, heard.speaking);
    case 'got':
      return noteReceiptsUpTo(needs, heard.speaking, { status: 'delivered', upTo: frame.upTo });
    case 'seen':
      return noteReceiptsUpTo(needs, heard.speaking, { status: 'read', upTo: frame.upTo });
    case 'ping':
      return pong(needs, heard);
    default:
      await say(needs, heard.socket, refusalOf(value));
  }
}

const over: ServerFrame = { type: 'problem', detail: 'the session is over; POST sessions begins one' };
