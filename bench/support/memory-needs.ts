import { idFrom } from '#adapters/ids.ts';
import {
  emptyMemory,
  memoryAgents,
  memoryConversations,
  memoryCustomers,
  memoryLedger,
  memoryQuarantine,
  memoryRecords,
} from '#adapters/memory/stores.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Template } from '#domain/channels/template.ts';
import type { ContinuityRules } from '#domain/conversations/continuity.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import type { ReceivingNeeds } from '#functions/receive-messages/receive-envelope.ts';
import { aPolicy, aQueue } from '#test/support/builders.ts';

/** Takes files and has none. */
export const noFiles: FileStore = {
  put: async () => undefined,
  get: async () => undefined,
  remove: async () => undefined,
};

/** What receive-messages works with, every store in memory and empty. `outcomes` counts what it logs. */
export function memoryNeeds(given: {
  readonly connections: readonly Connection[];
  readonly reader: ReceivingNeeds['reader'];
  readonly analyse: ReceivingNeeds['analyse'];
  readonly outcomes: Map<string, number>;
}): ReceivingNeeds {
  const memory = emptyMemory();
  const { outcomes } = given;
  return {
    conversations: memoryConversations(memory),
    customers: memoryCustomers(memory),
    agents: memoryAgents(memory),
    connections: memoryRecords([...given.connections]),
    settings: {
      queues: memoryRecords([aQueue()]),
      policies: memoryRecords([aPolicy()]),
      calendars: memoryRecords([alwaysOpen]),
      continuity: memoryRecords<ContinuityRules>(),
      templates: memoryRecords<Template>(),
    },
    reader: given.reader,
    files: noFiles,
    ledger: memoryLedger(memory),
    noteHealth: async () => undefined,
    quarantine: memoryQuarantine(),
    analyse: given.analyse,
    idFrom,
    now: () => new Date(),
    log: {
      info: (event) => outcomes.set(event, (outcomes.get(event) ?? 0) + 1),
      quarantined: () => undefined,
    },
    wait: async () => undefined,
  };
}
