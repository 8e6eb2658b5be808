import type { Role } from '#domain/agents/agent.ts';
import { $Connection } from '#domain/channels/channel.ts';
import type { Route } from '#functions/middleware/api/serve.ts';
import * as connections from './connections.ts';
import * as contract from './contract.ts';
import type { ConnectionsNeeds } from './needs.ts';
import * as watch from './watch.ts';

const leads: readonly Role[] = ['supervisor', 'admin'];
const admins: readonly Role[] = ['admin'];

const ok = (schema: Route<ConnectionsNeeds>['answers']['schema']) => ({ status: 200, schema });

// biome-ignore format: a table
/** Every route about connections. */
export const connectionRoutes: readonly Route<ConnectionsNeeds>[] = [
  { method: 'GET',  path: '/v1/providers',                   roles: admins, summary: 'Providers, with what a connection of each needs', answers: ok(contract.$Providers), handle: connections.listProviders },
  { method: 'GET',  path: '/v1/connections/{id}',            roles: leads,  summary: 'One connection', answers: ok($Connection), handle: connections.connectionNamed },
  { method: 'PUT',  path: '/v1/connections/{id}',            roles: admins, summary: 'Create or change a connection; its secrets go to SSM', body: contract.$ConnectionRequest, answers: ok($Connection), handle: connections.putConnection },
  { method: 'PUT',  path: '/v1/connections/{id}/credentials', roles: admins, summary: 'Store or rotate its credentials, and test them', body: contract.$CredentialsRequest, answers: ok(contract.$Checks), handle: connections.putCredentials },
  { method: 'POST', path: '/v1/connections/{id}/test',       roles: admins, summary: 'Ask the provider whether it works', answers: ok(contract.$Checks), handle: connections.testConnection },
  { method: 'POST', path: '/v1/connections/{id}/register',   roles: admins, summary: 'Tell the provider to send its webhooks here', answers: ok(contract.$Checks), handle: connections.registerWebhook },
  { method: 'POST', path: '/v1/connections/{id}/try-mapping', roles: admins, summary: 'What a mapping of a generic webhook makes of a sample; the connection need not be there yet', body: contract.$MappingRequest, answers: ok(contract.$MappingTried), handle: connections.tryMapping },
  { method: 'POST', path: '/v1/connections/{id}/disable',    roles: admins, summary: 'Switch it off: what comes in is quarantined, nothing goes out', answers: ok($Connection), handle: connections.disable },
  { method: 'POST', path: '/v1/connections/{id}/enable',     roles: admins, summary: 'Switch it on again', answers: ok($Connection), handle: connections.enable },
  { method: 'GET',  path: '/v1/connections/{id}/health',     roles: leads,  summary: 'How it fares: last in and out, failures, silence', answers: ok(contract.$Health), handle: watch.readHealth },
  { method: 'GET',  path: '/v1/connections/{id}/ledger',     roles: leads,  summary: 'A day: received = placed + quarantined + dropped, with the items', query: contract.$LedgerQuery, answers: ok(contract.$LedgerDay), handle: watch.readLedger },
];
