import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import { credentialsName } from '#adapters/channels/shared/credentials.ts';
import { $Connection, type Connection } from '#domain/channels/channel.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { catalogue } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import { mustExist, recordOf } from '#functions/middleware/api/records.ts';
import { bodyOf, pathPart } from '#functions/middleware/api/request.ts';
import type { Request } from '#functions/middleware/api/serve.ts';
import { $CredentialsRequest, $MappingRequest, type Checks, type MappingTried, type ProviderInfo } from './contract.ts';
import type { ConnectionsNeeds } from './needs.ts';

export async function connectionNamed(needs: ConnectionsNeeds, { event }: Request): Promise<Connection> {
  const id = pathPart(event, 'id');
  const connection = await needs.connections.get(id);
  if (!connection) throw new Refusal('not-found', `there is no connection "${id}"; GET /v1/connections lists them`);
  return connection;
}

async function managerFor(needs: ConnectionsNeeds, { provider }: Connection): Promise<Manager> {
  const manager = await needs.managerOf(provider);
  if (!manager) throw new Refusal('conflict', `connections of ${provider} need no credentials and no test`);
  return manager;
}

/** What is wrong with a value, by path, without the value: it may be a secret. */
function mustBe(schema: z.ZodType, value: unknown, where: string): void {
  const { success, error } = schema.safeParse(value);
  if (success) return;
  const errors = error.issues.map(({ path, message }) => ({ path: [where, ...path].join('.'), message }));
  throw new Refusal('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
}

/** Where the provider posts; undefined when it posts nowhere. */
function webhookUrlOf(needs: ConnectionsNeeds, provider: string, id: string): string | undefined {
  const path = `POST /webhooks/${provider}/{connectionId}`;
  const hasWebhook = Object.values<FunctionRow>(catalogue).some(
    ({ trigger }) => trigger.kind === 'http' && trigger.routes.some((route) => route.path === path),
  );
  return hasWebhook ? `${needs.publicUrl}/webhooks/${provider}/${id}` : undefined;
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** The providers, with what a connection of each needs. */
export async function listProviders(needs: ConnectionsNeeds): Promise<{ items: readonly ProviderInfo[] }> {
  const items = await Promise.all(
    needs.managedProviders.map(async (provider) => {
      const manager = await needs.managerOf(provider);
      if (!manager) throw new Error(`${provider} is listed as managed and has no manager`);
      const webhookUrl = webhookUrlOf(needs, provider, '{id}');
      return {
        provider,
        credentials: jsonSchema(manager.credentials),
        ...(manager.settings ? { settings: jsonSchema(manager.settings) } : {}),
        ...(webhookUrl ? { webhookUrl } : {}),
        registersItself: manager.register !== undefined,
      };
    }),
  );
  return { items };
}

/** Creates or changes a connection; its settings are checked as its provider has them. */
export async function putConnection(needs: ConnectionsNeeds, { event }: Request): Promise<Connection> {
  const connection = recordOf(event, $Connection);
  await mustExist(needs.settings.queues, connection.queueId, 'queueId');
  const manager = await needs.managerOf(connection.provider);
  if (manager?.settings) mustBe(manager.settings, connection.settings ?? {}, 'body.settings');
  await needs.connections.put(connection);
  return connection;
}

/** Lists of secrets hold the current one first; behind it the one before, while it is rotated. */
const secretsKept = 2;

function rotated(fresh: Record<string, z.core.util.JSONType>, stored: string | undefined) {
  const before: unknown = stored === undefined ? {} : JSON.parse(stored);
  const old = z.record(z.string(), z.json()).catch({}).parse(before);
  return Object.fromEntries(
    Object.entries(fresh).map(([name, value]) => {
      const previous = old[name];
      if (!Array.isArray(value) || !Array.isArray(previous)) return [name, value];
      return [name, [...new Set([...value, ...previous])].slice(0, Math.max(secretsKept, value.length))];
    }),
  );
}

/** Stores a connection's credentials in SSM, where they can be used and not read. */
export async function putCredentials(needs: ConnectionsNeeds, request: Request): Promise<Checks> {
  const connection = await connectionNamed(needs, request);
  const manager = await managerFor(needs, connection);
  const asked = bodyOf(request.event, $CredentialsRequest);
  const name = credentialsName(connection.id);
  const credentials = asked.rotate ? rotated(asked.credentials, await needs.readSecret(name)) : asked.credentials;
  mustBe(manager.credentials, credentials, 'body.credentials');
  await needs.writeSecret(name, JSON.stringify(credentials));
  return checked(manager, connection);
}

async function checked(manager: Manager, connection: Connection): Promise<Checks> {
  const checks: readonly Check[] = await manager.check(connection);
  return { ok: checks.every(({ ok }) => ok), checks: [...checks] };
}

/** Asks the provider whether the connection works. */
export async function testConnection(needs: ConnectionsNeeds, request: Request): Promise<Checks> {
  const connection = await connectionNamed(needs, request);
  return checked(await managerFor(needs, connection), connection);
}

/** Tells the provider to send its webhooks to us. */
export async function registerWebhook(needs: ConnectionsNeeds, request: Request): Promise<Checks> {
  const connection = await connectionNamed(needs, request);
  const { register } = await managerFor(needs, connection);
  const url = webhookUrlOf(needs, connection.provider, connection.id);
  if (!url) throw new Refusal('conflict', `${connection.provider} sends no webhooks; there is nothing to register`);
  if (!register)
    throw new Refusal(
      'conflict',
      `${connection.provider} has no API for that; enter ${url} there by hand, as docs/channels/ describes`,
    );
  const check = await register(connection, url);
  return { ok: check.ok, checks: [check] };
}

/** What a mapping of a generic webhook makes of a sample: tried before it is saved. */
export async function tryMapping(_needs: ConnectionsNeeds, { event }: Request): Promise<MappingTried> {
  const { settings, sample } = bodyOf(event, $MappingRequest);
  const { tryMapping: attempt } = await import('#adapters/channels/generic-webhook/mapping.ts');
  const tried = attempt(settings, sample);
  return 'problems' in tried ? { problems: [...tried.problems] } : { message: { ...tried.message }, problems: [] };
}

const switchedTo =
  (state: 'on' | 'off') =>
  async (needs: ConnectionsNeeds, request: Request): Promise<Connection> => {
    const { disabled: _, ...connection } = await connectionNamed(needs, request);
    const after: Connection = state === 'off' ? { ...connection, disabled: true } : connection;
    await needs.connections.put(after);
    return after;
  };

/** What comes in meanwhile is quarantined and can be retried; nothing goes out. */
export const disable = switchedTo('off');
export const enable = switchedTo('on');
