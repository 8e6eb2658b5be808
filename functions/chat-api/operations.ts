import * as z from 'zod';
import { shown } from '#adapters/channels/web-chat/chat-delivery.ts';
import { identifySecretsOf } from '#adapters/channels/web-chat/credentials.ts';
import { identify } from '#adapters/channels/web-chat/identify.ts';
import { noteReceipts, noteReceiptsUpTo } from '#domain/chat/note-receipts.ts';
import { type Opening, openingAt } from '#domain/chat/opening.ts';
import { leaveMessage, type Posted, postMessage, type Speaking } from '#domain/chat/post-message.ts';
import {
  $LeaveMessage,
  $PostMessage,
  $RequestUpload,
  $Seen,
  $StartSession,
  pollSeconds,
  type ShownMessages,
  type StartedSession,
} from '#domain/chat/protocol.ts';
import { blurred, tooSoon } from '#domain/chat/rate-limits.ts';
import { keyOfVisitor, uploadKey, userIdOf } from '#domain/chat/session.ts';
import { type ChatConnection, type ChatSettings, chatSettingsOf } from '#domain/chat/settings.ts';
import { type Identified, type Started, sessionOf, startSession } from '#domain/chat/start-session.ts';
import { tellAgentsOfTyping } from '#domain/chat/tell-typing.ts';
import { visitorMessages } from '#domain/chat/visitor-history.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ChatApiNeeds } from './needs.ts';
import { answer, bodyOf, type ChatAnswer, type ChatEvent, tokenOf, tooMany } from './request.ts';

export type Asked = { readonly event: ChatEvent; readonly connection: ChatConnection };
export type Spoken = Asked & Speaking;

/** Seconds in which an upload has to begin. */
const uploadSeconds = 600;

const openingOf = async (needs: ChatApiNeeds, { calendarId }: ChatSettings): Promise<Opening> =>
  openingAt(calendarId === undefined ? undefined : await needs.calendars.get(calendarId), needs.now());

async function identifiedBy(
  needs: ChatApiNeeds,
  { id, provider }: ChatConnection,
  token: string | undefined,
): Promise<Identified | undefined> {
  if (token !== undefined)
    return identify({ token, secrets: await identifySecretsOf(needs.secret, id), connectionId: id, now: needs.now() });
  if (provider === 'in-app')
    throw new Refusal('unauthenticated', 'identify: missing; inside an app everybody is signed in by the business');
  return undefined;
}

/** `POST sessions`: begins a session, or goes on with the one whose token comes along. */
export async function postSession(needs: ChatApiNeeds, { event, connection }: Asked): Promise<ChatAnswer> {
  const request = bodyOf(event, $StartSession);
  const { http, requestId } = event.requestContext;
  const seconds = await tooSoon(needs, 'sessions', await blurred(needs, http.sourceIp));
  if (seconds !== undefined) return tooMany(seconds, requestId);
  const token = tokenOf(event);
  const goesOn = request.identify === undefined && (await sessionOf(needs, token, connection.id)) !== undefined;
  const identified = goesOn ? undefined : await identifiedBy(needs, connection, request.identify);
  const started = await startSession(needs, { connection, request, token, identified });
  return answer(200, await startedSession(needs, connection, started));
}

async function startedSession(
  needs: ChatApiNeeds,
  connection: ChatConnection,
  { session, visitor, token }: Started,
): Promise<StartedSession> {
  const settings = chatSettingsOf(connection);
  const opening = await openingOf(needs, settings);
  const messages = await visitorMessages(needs, { connection, key: keyOfVisitor(session) });
  const { note, fields = [] } = settings.offlineForm ?? {};
  const takesMessages = !opening.open && settings.emailConnectionId !== undefined;
  return {
    sessionId: session.id,
    token,
    expiresAt: session.expiresAt,
    socketUrl: needs.socketUrl,
    open: opening.open,
    ...(opening.open ? {} : { opensAt: opening.opensAt }),
    greeting: settings.greeting,
    ...(takesMessages ? { offlineForm: { note, fields } } : {}),
    files: { maxBytes: settings.maxFileBytes, types: settings.fileTypes },
    visitor: { name: visitor.name, signedIn: userIdOf(session.visitor) !== undefined },
    seq: messages.at(-1)?.seq ?? 0,
  };
}

const posted = (outcome: Posted, id: string, { requestContext }: ChatEvent): ChatAnswer =>
  outcome.taken ? answer(202, { id }) : tooMany(outcome.retryAfterSeconds, requestContext.requestId);

/** `POST messages`. */
export async function postMessages(needs: ChatApiNeeds, spoken: Spoken): Promise<ChatAnswer> {
  const message = bodyOf(spoken.event, $PostMessage);
  return posted(await postMessage(needs, spoken, message), message.id, spoken.event);
}

const $After = z.coerce.number().int().nonnegative().optional();

/** `GET messages?after=seq`: what was fetched has been delivered. */
export async function getMessages(needs: ChatApiNeeds, spoken: Spoken): Promise<ChatAnswer> {
  const { success, data: after } = $After.safeParse(spoken.event.queryStringParameters?.after);
  if (!success) throw new Refusal('invalid', 'query.after: not the seq of a message; leave it out to get all');
  const { connection, session } = spoken;
  const key = keyOfVisitor(session);
  const messages = await visitorMessages(needs, { connection, key, after });
  await needs.store.seen(key, needs.now().toISOString());
  await noteReceipts(needs, spoken, { status: 'delivered', messages });
  const body: ShownMessages = {
    messages: await Promise.all(messages.map((message) => shown(needs.linkTo, message))),
    seq: Math.max(after ?? 0, messages.at(-1)?.seq ?? 0),
    pollSeconds,
  };
  return answer(200, body);
}

/** `POST typing`, for clients without a socket. */
export async function postTyping(needs: ChatApiNeeds, spoken: Spoken): Promise<ChatAnswer> {
  await tellAgentsOfTyping(needs, spoken);
  return answer(202, {});
}

/** `POST seen`, for clients without a socket. */
export async function postSeen(needs: ChatApiNeeds, spoken: Spoken): Promise<ChatAnswer> {
  const { upTo } = bodyOf(spoken.event, $Seen);
  await noteReceiptsUpTo(needs, spoken, { status: 'read', upTo });
  return answer(202, {});
}

/** `POST files`: a form to post one file with. What the file really is, is looked at when its message is read. */
export async function postFiles(needs: ChatApiNeeds, { event, connection, session }: Spoken): Promise<ChatAnswer> {
  const { fileName, contentType, bytes } = bodyOf(event, $RequestUpload);
  const { maxFileBytes, fileTypes } = chatSettingsOf(connection);
  if (bytes > maxFileBytes) throw new Refusal('too-large', `body.bytes: ${bytes}; at most ${maxFileBytes} are taken`);
  if (!fileTypes.some((type) => contentType.startsWith(type)))
    throw new Refusal('invalid', `body.contentType: only ${fileTypes.join(', ')} are taken`);
  const seconds = await tooSoon(needs, 'uploads', session.id);
  if (seconds !== undefined) return tooMany(seconds, event.requestContext.requestId);
  const id = needs.idFrom('chat upload', session.id, needs.secretText());
  const key = uploadKey(connection, session.id, id);
  const form = await needs.uploadForm({ key, contentType, bytes, seconds: uploadSeconds });
  return answer(201, { file: { id, fileName, contentType }, ...form });
}

/** `POST offline`: leaves a message that is answered by mail. */
export async function postOffline(needs: ChatApiNeeds, spoken: Spoken): Promise<ChatAnswer> {
  const settings = chatSettingsOf(spoken.connection);
  if (settings.emailConnectionId === undefined)
    throw new Refusal('conflict', 'this chat has no mail to answer by; write a message, it is answered here');
  const left = bodyOf(spoken.event, $LeaveMessage);
  return posted(await leaveMessage(needs, { ...spoken, settings }, left), left.id, spoken.event);
}
