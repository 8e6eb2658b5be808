import * as z from 'zod';
import { $InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { QuarantineStore } from '#domain/channels/quarantine.ts';
import { accessPatterns } from './access-patterns.ts';
import { recordItem, recordKey } from './record-store.ts';
import { getItem, putItem, query, type Table } from './table.ts';

const kind = 'quarantine';
/** Kept long enough for a holiday and a fix. */
const keptForDays = 180;

const $Entry = z.object({
  id: z.string(),
  envelope: $InboundEnvelope,
  reason: z.string(),
  quarantinedAt: z.iso.datetime(),
  attempts: z.number().int(),
  placedAt: z.iso.datetime().optional(),
});

/** Quarantine on DynamoDB, listed by time. */
export const createQuarantineStore = (table: Table): QuarantineStore => ({
  async get(id) {
    const item = await getItem(table, recordKey(kind, id));
    return item && $Entry.parse(item);
  },
  put: (entry) =>
    putItem(table, {
      ...recordItem(kind, entry.id, entry),
      kindSk: accessPatterns.recordsOfKind.sort(`${entry.quarantinedAt}#${entry.id}`),
      expiresAt: Math.floor(Date.parse(entry.quarantinedAt) / 1000) + keptForDays * 86_400,
    }),
  async list(limit) {
    const { index, partition } = accessPatterns.recordsOfKind;
    const items = await query(table, { index, partition: partition(kind), newestFirst: true, limit });
    return items.map((item) => $Entry.parse(item));
  },
});
