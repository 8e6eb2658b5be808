import { $ConnectionHealth, type HealthStore } from '#domain/channels/health.ts';
import { recordKey } from './record-store.ts';
import { getItem, putItem, type Table } from './table.ts';

const kind = 'connection-health';

/** Health of connections on DynamoDB. */
export const createHealthStore = (table: Table): HealthStore => ({
  async get(id) {
    const item = await getItem(table, recordKey(kind, id));
    return item && $ConnectionHealth.parse(item);
  },
  put: (health) => putItem(table, { ...recordKey(kind, health.id), ...health }),
});
