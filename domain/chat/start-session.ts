import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { ChatStore } from './ports.ts';
import type { StartSession } from './protocol.ts';
import { addressOfUser, type ChatSession, type ChatVisitor, endOf, isOver, keyOfVisitor } from './session.ts';
import type { ChatConnection } from './settings.ts';

export type SessionNeeds = {
  readonly store: ChatStore;
  readonly idFrom: IdFrom;
  /** A new unguessable text. */
  readonly secretText: () => string;
  readonly hash: (text: string) => string;
  readonly now: Clock;
};

/** Who somebody is by the word of the business. */
export type Identified = {
  readonly userId: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
};

type Token = { readonly sessionId: string; readonly secret: string };

/** A token is the session's id and its secret; both fit into a WebSocket subprotocol (RFC 6455 section 4.1, RFC 9110 token). */
function tokenFrom(text: string): Token | undefined {
  const [, sessionId, secret] = /^([a-z2-7]{26})\.([\w-]{16,128})$/.exec(text) ?? [];
  return sessionId && secret ? { sessionId, secret } : undefined;
}

/** The session that a token opens, while it lasts and on its own connection. */
export async function sessionOf(
  needs: Pick<SessionNeeds, 'hash' | 'now'> & { readonly store: Pick<ChatStore, 'session'> },
  given: string | undefined,
  connectionId?: string,
): Promise<ChatSession | undefined> {
  const token = tokenFrom(given ?? '');
  const session = token && (await needs.store.session(token.sessionId));
  // Hashes of 192 random bits: what a comparison's duration tells of them helps nobody.
  if (!session || needs.hash(token.secret) !== session.secretHash || isOver(session, needs.now())) return undefined;
  return connectionId === undefined || session.connectionId === connectionId ? session : undefined;
}

export type Asked = {
  readonly connection: ChatConnection;
  readonly request: StartSession;
  /** The token of the session to go on with, if the client has one. */
  readonly token?: string | undefined;
  readonly identified?: Identified | undefined;
};

export type Started = { readonly session: ChatSession; readonly visitor: ChatVisitor; readonly token: string };

/** Goes on with the session of the token, or begins another: when it is over, or when somebody else has signed in. */
export async function startSession(needs: SessionNeeds, asked: Asked): Promise<Started> {
  const going = await sessionOf(needs, asked.token, asked.connection.id);
  const user = asked.identified && addressOfUser(asked.identified.userId);
  const { session, token } =
    going && asked.token && (user === undefined || going.visitor === user)
      ? { session: { ...going, expiresAt: endOf(needs.now()) }, token: asked.token }
      : begun(needs, asked, user);
  const { locale } = asked.request;
  await needs.store.putSession(locale === undefined ? session : { ...session, locale });
  const before = (await needs.store.presence(keyOfVisitor(session))).visitor;
  const visitor = visitorAfter(before, { session, asked, at: instant(needs.now()) });
  await needs.store.putVisitor(visitor);
  return { session, visitor, token };
}

function begun(needs: SessionNeeds, { connection }: Asked, user: string | undefined) {
  const secret = needs.secretText();
  const id = needs.idFrom('chat session', connection.id, secret);
  const session: ChatSession = {
    id,
    connectionId: connection.id,
    visitor: user ?? `visitor:${needs.idFrom('chat visitor', id)}`,
    secretHash: needs.hash(secret),
    expiresAt: endOf(needs.now()),
  };
  return { session, token: `${id}.${secret}` };
}

type Now = { readonly session: ChatSession; readonly asked: Asked; readonly at: string };

/** The business's word replaces what a visitor typed, never the other way round. */
function visitorAfter(before: ChatVisitor | undefined, { session, asked, at }: Now): ChatVisitor {
  const { request, identified } = asked;
  const base = { connectionId: session.connectionId, address: session.visitor, lastSeenAt: at };
  const name = identified?.name ?? (before?.emailVerified ? before.name : (request.visitor?.name ?? before?.name));
  if (identified?.email && identified.emailVerified)
    return { ...base, name, email: identified.email, emailVerified: true };
  if (before?.emailVerified) return { ...base, name, email: before.email, emailVerified: true };
  return { ...base, name, email: request.visitor?.email ?? identified?.email ?? before?.email };
}
