import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '#domain/agents/agent.ts';
import { routes } from '#functions/agent-api/routes.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const pathOf = (path: string): string => path.replace('{id}', 'maya').replace(/\{\w+\}/g, 'x');
const key = 'a-new-key-0001';

describe.each(routes)('$method $path', ({ method, path, roles: allowed }) => {
  it.each(roles)(
    `for somebody in the group %s is ${allowed.length === 3 ? 'open' : 'open only where it should be'}`,
    async (role) => {
      const { status } = await api.ask(method, pathOf(path), { groups: [role], body: {}, key });
      if (allowed.includes(role)) expect([200, 201, 202, 400, 404, 409]).toContain(status);
      else expect(status).toBe(403);
    },
  );

  it('is closed to whoever is not signed in, or is in no group', async () => {
    expect(await api.ask(method, pathOf(path), { groups: 'no token', body: {}, key })).toMatchObject({ status: 401 });
    expect(await api.ask(method, pathOf(path), { groups: ['customers'], body: {}, key })).toMatchObject({
      status: 403,
    });
  });
});

describe('a refusal for the wrong role', () => {
  it('tells who may', async () => {
    const { type, body } = await api.ask('GET', '/v1/quarantine');
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({
      status: 403,
      detail: 'GET /v1/quarantine is for supervisor and admin; you are agent',
      instance: 'request-1',
    });
  });

  it('goes by the most that the groups allow', async () => {
    expect(await api.ask('GET', '/v1/quarantine', { groups: ['agent', 'admin'] })).toMatchObject({ status: 200 });
  });
});

describe('presence', () => {
  const put = (id: string, groups: readonly string[]) =>
    api.ask('PUT', `/v1/agents/${id}/presence`, { groups, body: { presence: 'away' } });

  it('is set by oneself, and by supervisors for others', async () => {
    expect(await put('maya', ['agent'])).toMatchObject({ status: 200, body: { presence: 'away' } });
    expect(await put('noah', ['agent'])).toMatchObject({ status: 403 });
    expect(await put('noah', ['supervisor'])).toMatchObject({ status: 200, body: { id: 'noah', presence: 'away' } });
    expect(await put('nobody', ['supervisor'])).toMatchObject({ status: 404 });
  });
});

describe('somebody who signs in for the first time', () => {
  it('is entered, offline and in no queue', async () => {
    const { body } = await api.ask('GET', '/v1/bootstrap', { as: 'lea', groups: ['agent'] });
    expect(body).toMatchObject({
      role: 'agent',
      me: { id: 'lea', presence: 'offline', queueIds: [], load: 0 },
    });
    expect(await api.stores.agents.get('lea')).toMatchObject({ id: 'lea' });
  });
});

describe('what is open to everybody', () => {
  it('is the description and the health', async () => {
    expect(await api.ask('GET', '/openapi.json', { groups: 'no token' })).toMatchObject({
      status: 200,
      body: { openapi: '3.1.0' },
    });
    expect(await api.ask('GET', '/health', { groups: 'no token' })).toMatchObject({
      status: 200,
      body: { status: 'ready' },
    });
  });
});

describe('what there is not', () => {
  it.each([
    ['GET', '/v1/everything'],
    ['DELETE', '/v1/queues/billing'],
    ['GET', '/v1/conversations/%zz'],
    ['GET', '/v1/conversations/%ff'],
    ['GET', '/v1/conversations/gone'],
    ['GET', '/v1/customers/gone'],
  ])('is not found: %s %s', async (method, path) => {
    expect(await api.ask(method, path)).toMatchObject({ status: 404, type: 'application/problem+json' });
  });
});
