import * as z from 'zod';
import type { ChangeLog, SocketStore, TicketStore } from '#domain/agents/realtime.ts';
import { type Clock, secondsOf } from '#domain/kernel/clock.ts';
import { accessPatterns } from './access-patterns.ts';
import {
  getItem,
  type Item,
  type Key,
  putIfAbsent,
  putItem,
  query,
  type Table,
  takeItem,
  updateItem,
} from './table.ts';

/** API Gateway closes a socket after two hours. */
const socketSeconds = 2 * 3600;
/** Screens that were away longer load afresh. The newest entry holds the number, so it must outlive a quiet holiday. */
const changesKeptSeconds = 90 * 24 * 3600;
/** More entries than this are not worth replaying. */
const replayLimit = 500;

const $Socket = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  topics: z.array(z.string()),
  looksAt: z.object({ conversationId: z.string(), doing: z.enum(['viewing', 'replying']), at: z.string() }).optional(),
  openedAt: z.string(),
});
const $Ticket = z.object({ agentId: z.string(), agentName: z.string(), expiresAtInstant: z.string() });
const $Entry = z.object({ first: z.number().int(), conversationIds: z.array(z.string()) });

const socketKey = (id: string): Key => ({
  pk: accessPatterns.sockets.partition(),
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
    return (await query(table, { index, partition: partition() })).map((item) => $Socket.parse(item));
  },
  put: (socket) =>
    putItem(table, { ...socketKey(socket.id), ...socket, expiresAt: secondsOf(socket.openedAt) + socketSeconds }),
  follow: (id, topics) => updateItem(table, socketKey(id), { topics }),
  look: (id, looksAt) => updateItem(table, socketKey(id), { looksAt }),
  async remove(id) {
    await takeItem(table, socketKey(id));
  },
});

export const createTicketStore = (table: Table, now: Clock): TicketStore => ({
  async put(hash, { agentId, agentName, expiresAt }) {
    const item = { agentId, agentName, expiresAtInstant: expiresAt, expiresAt: secondsOf(expiresAt) };
    await putItem(table, { ...ticketKey(hash), ...item });
  },
  async take(hash) {
    const item = await takeItem(table, ticketKey(hash));
    const ticket = item && $Ticket.parse(item);
    if (!ticket || ticket.expiresAtInstant < now().toISOString()) return undefined;
    return { agentId: ticket.agentId, agentName: ticket.agentName, expiresAt: ticket.expiresAtInstant };
  },
});

const lastOf = (item: Item | undefined): number => {
  if (!item) return 0;
  const { first, conversationIds } = $Entry.parse(item);
  return first + conversationIds.length - 1;
};

/**
 * The account's changes, one item per batch under the number of its first. Two writers who start at the same number
 * collide on the key, and the later one takes the next free number.
 */
export function createChangeLog(table: Table, now: Clock): ChangeLog {
  const { index, partition, sort } = accessPatterns.changesSince;
  const latest = async (): Promise<number> =>
    lastOf((await query(table, { index, partition: partition(), newestFirst: true, limit: 1 })).at(0));
  /** Where we left off. Somebody else may have gone on: then the key is taken. */
  let known: number | undefined;
  return {
    latest,
    async append(conversationIds) {
      const expiresAt = Math.floor(now().getTime() / 1000) + changesKeptSeconds;
      for (let next = (known ?? (await latest())) + 1; ; next = (await latest()) + 1) {
        const item = { pk: partition(), sk: sort(next), first: next, conversationIds, expiresAt };
        if ((await putIfAbsent(table, item)) === 'taken') continue;
        known = next + conversationIds.length - 1;
        return next;
      }
    },
    async since(seq) {
      const items = await query(table, { index, partition: partition(), newestFirst: true, limit: replayLimit });
      const entries = items
        .map((item) => $Entry.parse(item))
        .filter((entry) => entry.first + entry.conversationIds.length > seq + 1);
      const oldest = entries.at(-1);
      const ids = new Set(entries.flatMap((entry) => entry.conversationIds));
      const upToDate = lastOf(items.at(0)) === seq;
      return { conversationIds: [...ids], complete: upToDate || (oldest !== undefined && oldest.first <= seq + 1) };
    },
  };
}
