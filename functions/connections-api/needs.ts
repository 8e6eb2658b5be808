import type { Manager } from '#adapters/channels/manager.ts';
import type { ReadSecret, WriteSecret } from '#adapters/ssm/secrets.ts';
import type { ConnectionStore, Provider } from '#domain/channels/channel.ts';
import type { HealthStore } from '#domain/channels/health.ts';
import type { LedgerStore } from '#domain/channels/ledger.ts';
import type { Settings } from '#domain/routing/ports.ts';
import type { CallerNeeds } from '#functions/middleware/api/caller.ts';

export type ConnectionsNeeds = CallerNeeds & {
  readonly connections: ConnectionStore;
  readonly settings: Settings;
  readonly ledger: LedgerStore;
  readonly health: HealthStore;
  readonly readSecret: ReadSecret;
  readonly writeSecret: WriteSecret;
  /** What can be done with connections of a provider; undefined for those that need nothing done. */
  readonly managerOf: (provider: Provider) => Promise<Manager> | undefined;
  readonly managedProviders: readonly Provider[];
  readonly publicUrl: string;
};
