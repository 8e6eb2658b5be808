import * as z from 'zod';
import type { ChatStore } from '#domain/chat/ports.ts';
import { $ChatSession, $ChatSocket, $ChatVisitor, type ChatSocket, type VisitorKey } from '#domain/chat/session.ts';
import { type Clock, secondsOf } from '#domain/kernel/clock.ts';
import { accessPatterns } from './access-patterns.ts';
import { getItem, type Key, putIfAbsent, putItem, query, type Table, takeItem, updateItem } from './table.ts';

/** API Gateway closes a socket after two hours. */
const socketSeconds = 2 * 3600;
/** A visitor who was not here for so long is a new one to us; the conversations stay. */
const visitorSeconds = 90 * 86_400;
const saltSeconds = 2 * 86_400;

const $Salt = z.object({ salt: z.string() });

const sessionKey = (id: string): Key => ({
  pk: accessPatterns.chatSession.partition(id),
  sk: accessPatterns.chatSession.sort(),
});
const visitorKey = ({ connectionId, address }: VisitorKey): Key => ({
  pk: accessPatterns.chatVisitor.partition(connectionId, address),
  sk: accessPatterns.chatVisitor.sort(),
});
const socketOfVisitorKey = ({ id, connectionId, visitor }: ChatSocket): Key => ({
  pk: accessPatterns.chatSocketsOfVisitor.partition(connectionId, visitor),
  sk: accessPatterns.chatSocketsOfVisitor.sort(id),
});
const socketKey = (id: string): Key => ({
  pk: accessPatterns.chatSocket.partition(id),
  sk: accessPatterns.chatSocket.sort(),
});
const saltKey = (day: string): Key => ({
  pk: accessPatterns.chatSalt.partition(day),
  sk: accessPatterns.chatSalt.sort(),
});

/** Sessions, visitors and sockets of chats on DynamoDB. Items that are over may lie for days until they go: their times decide. */
export const createChatStore = (table: Table, now: Clock): ChatStore => ({
  async session(id) {
    const item = await getItem(table, sessionKey(id));
    const { expiresAtInstant, ...rest } = item ?? {};
    return item && $ChatSession.parse({ ...rest, expiresAt: expiresAtInstant });
  },
  putSession({ expiresAt, ...session }) {
    const ends = { expiresAtInstant: expiresAt, expiresAt: secondsOf(expiresAt) };
    return putItem(table, { ...sessionKey(session.id), ...session, ...ends });
  },
  async presence(key) {
    const { index, partition } = accessPatterns.chatVisitor;
    const items = await query(table, { index, partition: partition(key.connectionId, key.address) });
    const oldest = new Date(now().getTime() - socketSeconds * 1000).toISOString();
    const sockets = items.filter(({ sk }) => sk !== accessPatterns.chatVisitor.sort());
    const visitor = items.find(({ sk }) => sk === accessPatterns.chatVisitor.sort());
    return {
      visitor: visitor && $ChatVisitor.parse(visitor),
      sockets: sockets.map((item) => $ChatSocket.parse(item)).filter(({ openedAt }) => openedAt > oldest),
    };
  },
  putVisitor: (visitor) =>
    putItem(table, {
      ...visitorKey(visitor),
      ...visitor,
      expiresAt: secondsOf(visitor.lastSeenAt) + visitorSeconds,
    }),
  seen: (key, at) => updateItem(table, visitorKey(key), { lastSeenAt: at, expiresAt: secondsOf(at) + visitorSeconds }),
  async socket(id) {
    const item = await getItem(table, socketKey(id));
    return item && $ChatSocket.parse(item);
  },
  async putSocket(socket) {
    const item = { ...socket, expiresAt: secondsOf(socket.openedAt) + socketSeconds };
    await putItem(table, { ...socketKey(socket.id), ...item });
    await putItem(table, { ...socketOfVisitorKey(socket), ...item });
  },
  async removeSocket(socket) {
    await takeItem(table, socketOfVisitorKey(socket));
    await takeItem(table, socketKey(socket.id));
  },
  async salt(day, given) {
    const known = await getItem(table, saltKey(day));
    if (known) return $Salt.parse(known).salt;
    const expiresAt = secondsOf(now().toISOString()) + saltSeconds;
    if ((await putIfAbsent(table, { ...saltKey(day), salt: given, expiresAt })) === 'put') return given;
    return $Salt.parse(await getItem(table, saltKey(day))).salt;
  },
});
