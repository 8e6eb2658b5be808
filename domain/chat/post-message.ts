import { instant } from '../kernel/clock.ts';
import type { ChatBody } from './body.ts';
import { type HandOverNeeds, handOver } from './hand-over.ts';
import type { ChatStore, CountOne } from './ports.ts';
import type { LeaveMessage, PostMessage } from './protocol.ts';
import { tooSoon } from './rate-limits.ts';
import { type ChatSession, type ChatVisitor, keyOfVisitor, nameOf, providerIdOf } from './session.ts';
import type { ChatConnection, ChatSettings } from './settings.ts';

export type PostNeeds = HandOverNeeds & { readonly store: ChatStore; readonly count: CountOne };

/** The session that speaks, and where. */
export type Speaking = { readonly connection: ChatConnection; readonly session: ChatSession };

export type Posted = { readonly taken: true } | { readonly taken: false; readonly retryAfterSeconds: number };

/** What somebody typed about themselves, for the agents to read. The business's word needs no telling. */
function contactOf(visitor: ChatVisitor | undefined): { name: string; emails: string[] } | undefined {
  if (!visitor?.email || visitor.emailVerified) return undefined;
  return { name: nameOf(visitor), emails: [visitor.email] };
}

type Message = Extract<ChatBody, { kind: 'message' }>;

function messageOf(
  { session }: Speaking,
  visitor: ChatVisitor | undefined,
  { id, text, files, page }: PostMessage,
): Message {
  const contact = contactOf(visitor);
  const isNews = contact !== undefined && session.contact !== contact.emails.join();
  return {
    kind: 'message',
    providerId: providerIdOf(session, id),
    sessionId: session.id,
    visitor: {
      address: session.visitor,
      name: nameOf(visitor ?? { address: session.visitor }),
      ...(visitor?.emailVerified ? { email: visitor.email } : {}),
    },
    text,
    files,
    ...(page !== undefined && page !== session.page ? { page } : {}),
    ...(isNews ? { contact } : {}),
  };
}

/** Takes a visitor's message, however often it is sent. Page and contact go along when the agents do not know them yet. */
export async function postMessage(needs: PostNeeds, speaking: Speaking, message: PostMessage): Promise<Posted> {
  const { connection, session } = speaking;
  const retryAfterSeconds = await tooSoon(needs, 'messages', session.id);
  if (retryAfterSeconds !== undefined) return { taken: false, retryAfterSeconds };
  const key = keyOfVisitor(session);
  const { visitor } = await needs.store.presence(key);
  const body = messageOf(speaking, visitor, message);
  await handOver(needs, { connection, about: session.visitor, body, once: body.providerId });
  await needs.store.seen(key, instant(needs.now()));
  const contact = body.contact?.emails.join();
  if (body.page !== undefined || contact !== undefined)
    await needs.store.putSession({
      ...session,
      page: body.page ?? session.page,
      contact: contact ?? session.contact,
    });
  return { taken: true };
}

/** The answers of the form, named as its fields are labelled. */
const answersTo = ({ offlineForm }: ChatSettings, answers: LeaveMessage['answers'] = {}) =>
  (offlineForm?.fields ?? []).flatMap(({ name, label }) => {
    const value = answers[name]?.trim();
    return value ? [{ name: label, value }] : [];
  });

/** Takes a message that somebody leaves outside the hours; it is answered by mail. */
export async function leaveMessage(
  needs: PostNeeds,
  { connection, session, settings }: Speaking & { readonly settings: ChatSettings },
  left: LeaveMessage,
): Promise<Posted> {
  const retryAfterSeconds = await tooSoon(needs, 'leftMessages', session.id);
  if (retryAfterSeconds !== undefined) return { taken: false, retryAfterSeconds };
  const body: ChatBody = {
    kind: 'left-message',
    providerId: providerIdOf(session, left.id),
    name: left.name,
    email: left.email,
    text: left.text,
    answers: answersTo(settings, left.answers),
    ...(left.page === undefined ? {} : { page: left.page }),
  };
  await handOver(needs, { connection, about: session.visitor, body, once: body.providerId });
  return { taken: true };
}
