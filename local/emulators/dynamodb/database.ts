import type { VirtualClock } from '../virtual-clock.ts';
import type { Committer } from './committer.ts';
import type { Engine } from './engine.ts';
import type { Stream } from './stream.ts';
import type { SettingsOfTables } from './table-settings.ts';

/** The parts of one open database. */
export type Database = {
  readonly engine: Engine;
  readonly committer: Committer;
  readonly settings: SettingsOfTables;
  readonly stream: Stream;
  readonly clock: VirtualClock;
};
