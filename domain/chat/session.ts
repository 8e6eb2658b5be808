import * as z from 'zod';
import type { Connection } from '../channels/channel.ts';
import type { Instant } from '../kernel/clock.ts';

/** How long a session lives after it was last renewed. */
export const sessionHours = 24;
/** Somebody without a socket who was not heard of for so long has gone. */
export const awayAfterMs = 2 * 60_000;

export const $ChatSession = z.object({
  id: z.string(),
  connectionId: z.string(),
  /** Address of the visitor: `visitor:…`, or `user:<sub>` for somebody whom the business has signed in. */
  visitor: z.string(),
  /** Only a hash of the token's secret is kept. */
  secretHash: z.string(),
  expiresAt: z.iso.datetime(),
  locale: z.string().optional(),
  /** The page that the agents were told last. */
  page: z.string().optional(),
  /** The contact that the agents were told last. */
  contact: z.string().optional(),
});
/** One browser or app that talks to us. */
export type ChatSession = z.infer<typeof $ChatSession>;

export const $ChatVisitor = z.object({
  connectionId: z.string(),
  address: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** The business vouches for the mail address; else it is what somebody typed. */
  emailVerified: z.literal(true).optional(),
  lastSeenAt: z.iso.datetime(),
});
/** Whoever is behind one or several sessions. */
export type ChatVisitor = z.infer<typeof $ChatVisitor>;

export const $ChatSocket = z.object({
  id: z.string(),
  sessionId: z.string(),
  connectionId: z.string(),
  visitor: z.string(),
  openedAt: z.iso.datetime(),
});
/** One open socket of a session. */
export type ChatSocket = z.infer<typeof $ChatSocket>;

/** A visitor as the rest of Parley names customers: an address, unique within a connection. */
export type VisitorKey = { readonly connectionId: string; readonly address: string };

export const keyOfVisitor = ({ connectionId, visitor }: Pick<ChatSession, 'connectionId' | 'visitor'>): VisitorKey => ({
  connectionId,
  address: visitor,
});

const signedInPrefix = 'user:';

/** The same person on two devices has one address, so the same conversation. */
export const addressOfUser = (userId: string): string => `${signedInPrefix}${userId}`;

/** The business's own id of a signed-in visitor. */
export const userIdOf = (address: string): string | undefined =>
  address.startsWith(signedInPrefix) ? address.slice(signedInPrefix.length) : undefined;

/** What agents call somebody who gave no name: not the whole of an id. */
export const nameOf = ({ name, address }: Pick<ChatVisitor, 'name' | 'address'>): string =>
  name ?? `Visitor ${address.slice(-4)}`;

/** What the customer calls an agent: colleagues' full names are nobody's business. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/).at(0) ?? '';

export const isOver = (session: ChatSession, now: Date): boolean => session.expiresAt <= now.toISOString();

/** When a session that is renewed now ends. */
export const endOf = (now: Date): Instant => new Date(now.getTime() + sessionHours * 3_600_000).toISOString();

/** The provider's id of a visitor's message; two visitors may choose the same id. */
export const providerIdOf = (session: Pick<ChatSession, 'id'>, messageId: string): string =>
  `${session.id}:${messageId}`;

/** The session's part of the files bucket, which no other session can name. */
export const uploadKey = (connection: Pick<Connection, 'id'>, sessionId: string, uploadId: string): string =>
  `chat/${connection.id}/${sessionId}/${uploadId}`;
