import type { ChatStore } from '#domain/chat/ports.ts';
import type { ChatSession, ChatSocket, ChatVisitor, VisitorKey } from '#domain/chat/session.ts';

const nameOf = ({ connectionId, address }: VisitorKey): string => `${connectionId}#${address}`;

/** Sessions, visitors and sockets of chats in memory, with the same promises as those on DynamoDB. */
export function memoryChats(): ChatStore {
  const sessions = new Map<string, ChatSession>();
  const visitors = new Map<string, ChatVisitor>();
  const sockets = new Map<string, ChatSocket>();
  const salts = new Map<string, string>();
  return {
    session: async (id) => sessions.get(id),
    putSession: async (session) => void sessions.set(session.id, session),
    async presence(key) {
      const isTheirs = ({ connectionId, visitor }: ChatSocket): boolean =>
        connectionId === key.connectionId && visitor === key.address;
      return { visitor: visitors.get(nameOf(key)), sockets: [...sockets.values()].filter(isTheirs) };
    },
    putVisitor: async (visitor) => void visitors.set(nameOf(visitor), visitor),
    async seen(key, at) {
      const visitor = visitors.get(nameOf(key));
      if (visitor) visitors.set(nameOf(key), { ...visitor, lastSeenAt: at });
    },
    socket: async (id) => sockets.get(id),
    putSocket: async (socket) => void sockets.set(socket.id, socket),
    removeSocket: async ({ id }) => void sockets.delete(id),
    async salt(day, given) {
      const salt = salts.get(day) ?? given;
      salts.set(day, salt);
      return salt;
    },
  };
}
