import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Manager } from '#adapters/channels/manager.ts';
import { memoryLedger } from '#adapters/memory/stores.ts';
import type { ConnectionHealth } from '#domain/channels/health.ts';
import type { ConnectionsNeeds } from '#functions/connections-api/needs.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import { routerOf } from '#functions/middleware/api/serve.ts';
import { type Ask, anApiEvent } from '#test/functions/agent-api/api.ts';
import { aConnection, anAgent, aQueue, at, noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';
import { aWorld } from '#test/support/memory-world.ts';

const $Credentials = z.object({ botToken: z.string(), secretTokens: z.array(z.string()).min(1) });

/** A provider that knows one token. */
const manager = (secrets: Map<string, string>, registered: string[]): Manager => ({
  credentials: $Credentials,
  settings: z.object({ welcome: z.string().optional() }),
  check: async ({ id }) => {
    const stored = JSON.parse(secrets.get(`connections/${id}`) ?? '{}');
    const ok = stored.botToken === 'right';
    return [{ name: 'credentials', ok, detail: ok ? 'Telegram knows the bot' : 'Telegram does not know the token' }];
  },
  register: async (_connection, webhookUrl) => {
    registered.push(webhookUrl);
    return { name: 'webhook', ok: true, detail: 'Telegram sends here' };
  },
});

function connectionsApi() {
  const telegram = aConnection({ id: 'bot', provider: 'telegram', channel: 'telegram', address: '@bot' });
  const world = aWorld({ agents: [anAgent()], queues: [aQueue()], connections: [telegram] });
  const secrets = new Map<string, string>();
  const registered: string[] = [];
  const health = new Map<string, ConnectionHealth>();
  const ledger = memoryLedger(world.memory);
  const needs: ConnectionsNeeds = {
    agents: world.agents,
    connections: world.connections,
    settings: world.settings,
    ledger,
    health: { get: async (id) => health.get(id), put: async (one) => void health.set(one.id, one) },
    readSecret: async (name) => secrets.get(name),
    writeSecret: async (name, value) => void secrets.set(name, value),
    managerOf: (provider) => (provider === 'telegram' ? Promise.resolve(manager(secrets, registered)) : undefined),
    managedProviders: ['telegram'],
    publicUrl: 'https://parley.example',
    now: world.now,
  };
  const route = routerOf(needs, connectionRoutes);
  const ask = async (method: string, path: string, options: Ask = {}) => {
    const event = anApiEvent(method, path, { groups: ['admin'], ...options });
    const { statusCode, body } = await route(event, aContext());
    return { status: statusCode, body: JSON.parse(body ?? 'null') };
  };
  return { world, needs, secrets, registered, health, ledger, ask };
}

let api: ReturnType<typeof connectionsApi>;
beforeEach(() => {
  api = connectionsApi();
});

const credentials = (botToken: string, ...secretTokens: string[]) => ({ credentials: { botToken, secretTokens } });

describe('adding a connection', () => {
  const { id: _, ...fields } = aConnection({ provider: 'telegram', channel: 'telegram', address: '@second' });

  it('is done with what it is and the queue it opens in', async () => {
    expect(await api.ask('PUT', '/v1/connections/second', { body: fields })).toMatchObject({
      status: 200,
      body: { id: 'second' },
    });
    expect(await api.ask('GET', '/v1/connections/second')).toMatchObject({ body: { address: '@second' } });
  });

  it.each([
    [{ queueId: 'nowhere' }, 'body.queueId: there is no "nowhere"'],
    [{ settings: { welcome: 7 } }, 'body.settings.welcome'],
    [{ provider: 'pigeon' }, 'body.provider'],
  ])('says what is wrong: %o', async (wrong, words) => {
    await expect(api.ask('PUT', '/v1/connections/second', { body: { ...fields, ...wrong } })).rejects.toThrow(words);
  });

  it('is for administrators', async () => {
    await expect(api.ask('PUT', '/v1/connections/second', { body: fields, groups: ['supervisor'] })).rejects.toThrow(
      'is for admin',
    );
  });
});

describe('credentials', () => {
  it('are stored, tested, and cannot be read back', async () => {
    const answer = await api.ask('PUT', '/v1/connections/bot/credentials', { body: credentials('right', 's1') });
    expect(answer.body).toStrictEqual({
      ok: true,
      checks: [expect.objectContaining({ name: 'credentials', ok: true })],
    });
    expect(api.secrets.get('connections/bot')).toBe('{"botToken":"right","secretTokens":["s1"]}');
    expect(JSON.stringify(await api.ask('GET', '/v1/connections/bot'))).not.toContain('right');
  });

  it('are rotated with the old secret in force beside the new one, and no third', async () => {
    await api.ask('PUT', '/v1/connections/bot/credentials', { body: credentials('right', 's1') });
    for (const secret of ['s2', 's3'])
      await api.ask('PUT', '/v1/connections/bot/credentials', {
        body: { ...credentials('right', secret), rotate: true },
      });
    expect(JSON.parse(api.secrets.get('connections/bot') ?? '')).toMatchObject({ secretTokens: ['s3', 's2'] });
  });

  it('of another shape are refused by name, without their value, and change nothing', async () => {
    const wrong = { credentials: { botToken: 12_345, secretTokens: ['s1'] } };
    await expect(api.ask('PUT', '/v1/connections/bot/credentials', { body: wrong })).rejects.toThrow(
      'body.credentials.botToken',
    );
    await expect(api.ask('PUT', '/v1/connections/bot/credentials', { body: wrong })).rejects.not.toThrow('12345');
    expect(api.secrets.size).toBe(0);
  });
});

describe('a connection', () => {
  it('is tested by asking its provider', async () => {
    await api.ask('PUT', '/v1/connections/bot/credentials', { body: credentials('wrong', 's1') });
    expect((await api.ask('POST', '/v1/connections/bot/test')).body).toMatchObject({
      ok: false,
      checks: [{ detail: 'Telegram does not know the token' }],
    });
  });

  it('has its webhook registered at the provider', async () => {
    expect((await api.ask('POST', '/v1/connections/bot/register')).body).toMatchObject({ ok: true });
    expect(api.registered).toStrictEqual(['https://parley.example/webhooks/telegram/bot']);
  });

  it('is switched off and on again', async () => {
    expect((await api.ask('POST', '/v1/connections/bot/disable')).body).toMatchObject({ disabled: true });
    expect((await api.ask('POST', '/v1/connections/bot/enable')).body).not.toHaveProperty('disabled');
  });

  it('that is not there is not found', async () => {
    await expect(api.ask('POST', '/v1/connections/none/test')).rejects.toThrow('there is no connection "none"');
  });

  it('tells what a provider needs, as JSON Schema', async () => {
    const { body } = await api.ask('GET', '/v1/providers');
    expect(body.items).toMatchObject([
      {
        provider: 'telegram',
        credentials: { required: ['botToken', 'secretTokens'] },
        webhookUrl: 'https://parley.example/webhooks/telegram/{id}',
        registersItself: true,
      },
    ]);
  });

  it('tells what a mapping makes of a sample, before it is saved', async () => {
    const path = '/v1/connections/new/try-mapping';
    const settings = { paths: { senderAddress: 'from', text: 'body.text' } };
    const sample = JSON.stringify({ from: 'erp', body: { text: 'Hello' } });
    expect((await api.ask('POST', path, { body: { settings, sample } })).body).toMatchObject({
      message: { senderAddress: 'erp', text: 'Hello' },
      problems: [],
    });
    const { body } = await api.ask('POST', path, { body: { settings, sample: '{"from":"erp"}' } });
    expect(body.problems).toMatchObject([{ field: 'paths.text' }]);
  });
});

describe('watching a connection', () => {
  const received = (time: string, outcome: 'quarantined' | 'dropped', itemId: string) =>
    api.ledger.note({
      connectionId: 'bot',
      receivedAt: time,
      itemId,
      ...(outcome === 'dropped' ? { outcome, rule: 'telegram-poll' } : { outcome, quarantineId: itemId }),
    });
  const healthNow = async () => (await api.ask('GET', '/v1/connections/bot/health')).body;

  it('adds up a day, with the items behind each number', async () => {
    await received(at('09:00'), 'dropped', 'd1');
    await received(at('10:00'), 'quarantined', 'q1');
    expect((await api.ask('GET', '/v1/connections/bot/ledger')).body).toStrictEqual({
      connectionId: 'bot',
      day: '2026-11-19',
      received: 2,
      placed: 0,
      quarantined: 1,
      dropped: { 'telegram-poll': 1 },
      difference: 0,
      items: [
        { receivedAt: at('10:00'), itemId: 'q1', outcome: 'quarantined', quarantineId: 'q1' },
        { receivedAt: at('09:00'), itemId: 'd1', outcome: 'dropped', rule: 'telegram-poll' },
      ],
    });
  });

  it('says that it is not used, works, fails, is broken, or is switched off, and why', async () => {
    expect(await healthNow()).toMatchObject({ state: 'unused' });
    await received(at('09:00'), 'quarantined', 'q1');
    expect(await healthNow()).toMatchObject({ state: 'working', receivedToday: 1, errorRateToday: 1 });
    const failure = { class: 'AUTH' as const, reason: 'Telegram did not accept our token.', at: noon };
    api.health.set('bot', { id: 'bot', failure, failuresInRow: 1, notices: [] });
    expect(await healthNow()).toMatchObject({ state: 'failing', reason: 'Telegram did not accept our token.' });
    const notice = { what: 'token-revoked', detail: 'The bot was deleted', at: noon, severity: 'broken' as const };
    api.health.set('bot', { id: 'bot', failuresInRow: 0, notices: [notice] });
    expect(await healthNow()).toMatchObject({ state: 'failing', reason: 'The bot was deleted' });
    await api.ask('POST', '/v1/connections/bot/disable');
    expect(await healthNow()).toMatchObject({ state: 'disabled' });
  });

  it('notices silence where there was talk', async () => {
    for (let day = 12; day < 19; day += 1)
      for (let hour = 10; hour < 20; hour += 1)
        await received(`2026-11-${day}T${hour}:00:00.000Z`, 'dropped', `${day}-${hour}`);
    api.world.moveClockTo('2026-11-19T23:30:00.000Z');
    expect(await healthNow()).toMatchObject({ state: 'working', receivedBefore: [10, 10, 10, 10, 10, 10, 10] });
    api.world.moveClockTo('2026-11-20T05:00:00.000Z');
    expect((await healthNow()).state).toBe('silent');
  });
});
