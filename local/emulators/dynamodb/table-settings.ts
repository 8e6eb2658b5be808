import type { Level } from 'dynalite/db/index.js';
import type { Committer } from './committer.ts';

/** What DynamoDB knows about a table beyond what dynalite keeps. */
export type TableSettings = {
  readonly stream?: { readonly StreamEnabled: boolean; readonly StreamViewType: string } | undefined;
  /** The attribute that holds an item's expiry in epoch seconds. */
  readonly expiryAttribute?: string | undefined;
};
export type SettingsOfTables = {
  of(tableName: string): TableSettings;
  change(tableName: string, settings: TableSettings | undefined): void;
  all(): readonly (readonly [string, TableSettings])[];
};

const prefix = 'parley-settings~';

/** Loads the settings; a change is durable once the committer has settled. */
export async function openSettings(db: Level, committer: Committer): Promise<SettingsOfTables> {
  const stored = await db.iterator({ gte: prefix, lt: `${prefix}\xff` }).all();
  const settings = new Map(stored.map(([key, value]) => [key.slice(prefix.length), value as TableSettings]));
  return {
    of: (tableName) => settings.get(tableName) ?? {},
    change(tableName, changed) {
      if (changed) settings.set(tableName, changed);
      else settings.delete(tableName);
      committer.write(new Map([[prefix + tableName, changed]]));
    },
    all: () => [...settings],
  };
}
