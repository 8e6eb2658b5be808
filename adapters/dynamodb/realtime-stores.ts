import * as z from 'zod';
import { roles } from '#domain/agents/agent.ts';
import type { SocketStore, TicketStore } from '#domain/agents/realtime.ts';
import { type Clock, secondsOf } from '#domain/kernel/clock.ts';
import { accessPatterns, socketShardOf, socketShards } from './access-patterns.ts';
import { getItem, type Key, putItem, query, type Table, takeItem, updateItem } from './table.ts';

/** API Gateway closes a socket after two hours. */
const socketSeconds = 2 * 3600;

const $Socket = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  role: z.enum(roles),
  topics: z.array(z.string()),
  isNarrowed: z.boolean().optional(),
  looksAt: z.object({ conversationId: z.string(), doing: z.enum(['viewing', 'replying']), at: z.string() }).optional(),
  isBehind: z.boolean().optional(),
  openedAt: z.string(),
});
const $Ticket = z.object({
  agentId: z.string(),
  agentName: z.string(),
  role: z.enum(roles),
  expiresAtInstant: z.string(),
});

const socketKey = (id: string): Key => ({
  pk: accessPatterns.sockets.partition(socketShardOf(id)),
  sk: accessPatterns.sockets.sort(id),
});
const ticketKey = (hash: string): Key => ({
  pk: accessPatterns.ticket.partition(hash),
  sk: accessPatterns.ticket.sort(),
});

export const createSocketStore = (table: Table): SocketStore => ({
  async get(id) {
    const item = await getItem(table, socketKey(id));
    return item && $Socket.parse(item);
  },
  async list() {
    const { index, partition } = accessPatterns.sockets;
    const shards = Array.from({ length: socketShards }, (_, shard) =>
      query(table, { index, partition: partition(shard) }),
    );
    return (await Promise.all(shards)).flat().map((item) => $Socket.parse(item));
  },
  put: (socket) =>
    putItem(table, { ...socketKey(socket.id), ...socket, expiresAt: secondsOf(socket.openedAt) + socketSeconds }),
  follow: (id, { topics, isNarrowed }) => updateItem(table, socketKey(id), { topics, isNarrowed }),
  look: (id, looksAt) => updateItem(table, socketKey(id), { looksAt }),
  markBehind: (id, isBehind) => updateItem(table, socketKey(id), { isBehind }),
  async remove(id) {
    await takeItem(table, socketKey(id));
  },
});

export const createTicketStore = (table: Table, now: Clock): TicketStore => ({
  async put(hash, { agentId, agentName, role, expiresAt }) {
    const item = { agentId, agentName, role, expiresAtInstant: expiresAt, expiresAt: secondsOf(expiresAt) };
    await putItem(table, { ...ticketKey(hash), ...item });
  },
  async take(hash) {
    const item = await takeItem(table, ticketKey(hash));
    const ticket = item && $Ticket.parse(item);
    if (!ticket || ticket.expiresAtInstant < now().toISOString()) return undefined;
    const { expiresAtInstant: expiresAt, ...owner } = ticket;
    return { ...owner, expiresAt };
  },
});
