import { SSMClient } from '@aws-sdk/client-ssm';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createHealthStore } from '#adapters/dynamodb/health-store.ts';
import { createLedgerStore } from '#adapters/dynamodb/ledger-store.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { readsSecrets, writesSecrets } from '#adapters/ssm/secrets.ts';
import { catalogue } from '#functions/catalogue.ts';
import type { ApiEvent } from '#functions/middleware/api/request.ts';
import { answerRefusals, routerOf } from '#functions/middleware/api/serve.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';
import { managedProviders, managersWith } from './managers.ts';
import type { ConnectionsNeeds } from './needs.ts';
import { connectionRoutes } from './routes.ts';

export const { create, handler } = deployed(catalogue.connectionsApi, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { agents, connections, settings } = storesOn(table);
  const ssm = new SSMClient({});
  // Not remembered: what was just stored has to be what is tested.
  const readSecret = readsSecrets(ssm, environment.SECRETS_PATH);
  const managerOf = managersWith({
    connections,
    secret: readSecret,
    fetch: providerFetch(environment.STAND_INS_URL),
    publicUrl: environment.PUBLIC_URL,
    now,
  });
  const needs: ConnectionsNeeds = {
    agents,
    connections,
    settings,
    ledger: createLedgerStore(table),
    health: createHealthStore(table),
    readSecret,
    writeSecret: writesSecrets(ssm, environment.SECRETS_PATH),
    managerOf,
    managedProviders,
    publicUrl: environment.PUBLIC_URL,
    now,
  };
  const route = routerOf(needs, connectionRoutes);
  return edge(logOf('connections-api'), (event: ApiEvent, context) => route(event, context), [answerRefusals()]);
});
