import type { Push, Socket, SocketStore, Ticket, TicketStore } from '#domain/agents/realtime.ts';
import { noon } from './builders.ts';

export const aSocket = (overrides: Partial<Socket> = {}): Socket => ({
  id: 'socket1',
  agentId: 'maya',
  agentName: 'Maya Lindt',
  role: 'agent',
  topics: [],
  openedAt: noon,
  ...overrides,
});

export function memorySockets(...open: readonly Socket[]): SocketStore {
  const sockets = new Map(open.map((socket) => [socket.id, socket]));
  const change = (id: string, fields: Partial<Socket>): void => {
    const socket = sockets.get(id);
    if (socket) sockets.set(id, { ...socket, ...fields });
  };
  return {
    get: async (id) => sockets.get(id),
    list: async () => [...sockets.values()],
    follow: async (id, following) => change(id, following),
    look: async (id, looksAt) => change(id, { looksAt }),
    markBehind: async (id, isBehind) => change(id, { isBehind }),
    put: async (socket) => void sockets.set(socket.id, socket),
    remove: async (id) => void sockets.delete(id),
  };
}

export function memoryTickets(now: () => Date): TicketStore {
  const tickets = new Map<string, Ticket>();
  return {
    put: async (hash, ticket) => void tickets.set(hash, ticket),
    async take(hash) {
      const ticket = tickets.get(hash);
      tickets.delete(hash);
      return ticket && ticket.expiresAt >= now().toISOString() ? ticket : undefined;
    },
  };
}

/** What screens were shown, frame by frame; those named are closed. */
export function memoryScreens(...gone: readonly string[]) {
  const shown: { readonly socketId: string; readonly frame: unknown }[] = [];
  const push: Push = async (socketId, frame) => {
    if (gone.includes(socketId)) return 'gone';
    for (const each of Array.isArray(frame) ? frame : [frame]) shown.push({ socketId, frame: each });
    return 'pushed';
  };
  return {
    push,
    shown,
    shownOn: (id: string) => shown.filter(({ socketId }) => socketId === id).map(({ frame }) => frame),
  };
}
