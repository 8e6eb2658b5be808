import type { Connection } from '#domain/channels/channel.ts';
import { type ChatConnection, isChat, mayOpenChat } from '#domain/chat/settings.ts';
import { sessionOf } from '#domain/chat/start-session.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { problemOf } from '#functions/middleware/problem.ts';
import { preflight, readableBy } from './cross-origin.ts';
import { takeFromBackend } from './from-backend.ts';
import type { ChatApiNeeds } from './needs.ts';
import * as operations from './operations.ts';
import { type ChatAnswer, type ChatEvent, tokenOf } from './request.ts';

type InSession = (needs: ChatApiNeeds, spoken: operations.Spoken) => Promise<ChatAnswer>;

/** What may be asked with the token of a session. */
const inSession: Readonly<Record<string, InSession>> = {
  'GET messages': operations.getMessages,
  'POST messages': operations.postMessages,
  'POST typing': operations.postTyping,
  'POST seen': operations.postSeen,
  'POST files': operations.postFiles,
  'POST offline': operations.postOffline,
};

/** As in `$Connection`; anything else names none. */
const connectionId = /^[a-z0-9-]{1,64}$/;

async function connectionNamed(needs: ChatApiNeeds, id: string | undefined): Promise<Connection | undefined> {
  return id !== undefined && connectionId.test(id) ? needs.connections.get(id) : undefined;
}

function mustTalk(connection: Connection | undefined): ChatConnection {
  if (connection && isChat(connection) && !connection.disabled) return connection;
  throw new Refusal('not-found', 'there is no chat by this name');
}

async function chat(needs: ChatApiNeeds, event: ChatEvent, connection: ChatConnection): Promise<ChatAnswer> {
  const asked = `${event.requestContext.http.method} ${event.pathParameters?.path}`;
  if (asked === 'POST sessions') return operations.postSession(needs, { event, connection });
  const operation = Object.hasOwn(inSession, asked) ? inSession[asked] : undefined;
  if (!operation) throw new Refusal('not-found', `there is only POST sessions, ${Object.keys(inSession).join(', ')}`);
  const session = await sessionOf(needs, tokenOf(event), connection.id);
  if (!session) throw new Refusal('unauthenticated', 'the session is over or unknown; POST sessions begins one');
  return operation(needs, { event, connection, session });
}

async function answerTo(needs: ChatApiNeeds, event: ChatEvent, found: Connection | undefined): Promise<ChatAnswer> {
  if (!mayOpenChat(found, event.headers.origin, needs.publicUrl))
    throw new Refusal('forbidden', 'pages of this origin may not open this chat; see allowedOrigins of the connection');
  if (event.requestContext.http.method === 'OPTIONS') return preflight;
  const connection = mustTalk(found);
  if (!event.rawPath.startsWith('/in-app/')) return chat(needs, event, connection);
  if (connection.provider !== 'in-app') throw new Refusal('not-found', 'there is no app by this name');
  return takeFromBackend(needs, { connection, event });
}

/** Answers visitors' pages and apps, and businesses' backends. Refusals too can be read by the pages that may ask. */
export async function serveChat(needs: ChatApiNeeds, event: ChatEvent): Promise<ChatAnswer> {
  const { origin } = event.headers;
  const connection = await connectionNamed(needs, event.pathParameters?.connectionId);
  const reader = mayOpenChat(connection, origin, needs.publicUrl) ? origin : undefined;
  try {
    return readableBy(reader, await answerTo(needs, event, connection));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return readableBy(reader, problemOf(error, event.requestContext.requestId));
  }
}
