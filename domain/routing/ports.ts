import type { Template } from '../channels/template.ts';
import type { ContinuityRules } from '../conversations/continuity.ts';
import type { BusinessCalendar } from '../escalation/business-hours.ts';
import type { SlaPolicy } from '../escalation/policy.ts';
import type { Queue } from './queue.ts';

/** One kind of configuration, kept as whole records. */
export type RecordStore<Entry> = {
  get(id: string): Promise<Entry | undefined>;
  list(): Promise<readonly Entry[]>;
  put(entry: Entry): Promise<void>;
};

export type Settings = {
  readonly queues: RecordStore<Queue>;
  readonly policies: RecordStore<SlaPolicy>;
  readonly calendars: RecordStore<BusinessCalendar>;
  readonly continuity: RecordStore<ContinuityRules>;
  readonly templates: RecordStore<Template>;
};
