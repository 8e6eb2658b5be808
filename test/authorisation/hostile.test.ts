import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Call, callOn } from './call.ts';
import { aboutOf, requestFor } from './check-api.ts';
import { handshake, newTicket } from './check-sockets.ts';
import { agentApi, connectionsApi, type RoleColumn, type Row } from './expectations.ts';
import { canary } from './seed.ts';
import { tokenOf } from './tokens.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.stop());

const post = (...call: Call) => callOn(world, 'POST', call);
const get = (...call: Call) => callOn(world, 'GET', call);

const hostileIds = [
  '__proto__',
  'constructor',
  'toString',
  '../agents/admin',
  '..',
  'x/../../quarantine',
  '%2e%2e%2f',
  'support-sms#HEAD',
  '*',
  '{"$ne":null}',
  "' OR '1'='1",
  '\u0000',
  'a\r\nset-cookie: a=b',
  '\u202egnp.exe',
  'x'.repeat(600),
  // Longer than a key of the table may be: 2,048 bytes.
  'x'.repeat(3000),
  'é'.repeat(500),
];

describe('ids that nobody has', () => {
  const isSetting = ([, names]: Row): number => Number(names === 'setting');
  // Settings last: some of these ids are good enough for one, and it is there from then on.
  const rows = [...agentApi, ...connectionsApi]
    .filter(([route]) => route.includes('{id}'))
    .toSorted((one, other) => isSetting(one) - isSetting(other));

  it.each(rows.map(([route, names]) => [route, names] as const))(
    'open nothing and break nothing: %s',
    async (route, names) => {
      const about = await aboutOf(world, 'foreign', true);
      for (const id of hostileIds) {
        const { headers, ...request } = requestFor(route, { id, about });
        const { status, body } = await world.ask({
          ...request,
          headers: { ...headers, authorization: world.signedIn.admin },
        });
        const allowed = names === 'setting' ? [200, 400, 404] : [400, 404];
        expect({ id, status: allowed.includes(status) ? 'as it should be' : status }).toStrictEqual({
          id,
          status: 'as it should be',
        });
        expect(body).not.toContain(canary);
      }
    },
  );

  it('leave every list as it can be read', async () => {
    for (const path of [
      '/v1/agents',
      '/v1/queues',
      '/v1/policies',
      '/v1/calendars',
      '/v1/templates',
      '/v1/connections',
    ])
      expect(await get('admin', path)).toMatchObject({ status: 200 });
  });

  it('are no part of a path either', async () => {
    for (const path of [
      '/v1/conversations/../quarantine',
      '/v1/agents/..%2f..%2fquarantine',
      '/v1//quarantine',
      '/v1/./quarantine%00',
    ])
      expect((await get('agent¹', path)).status).toBeGreaterThanOrEqual(403);
  });
});

describe('a request’s key', () => {
  const note = async (role: RoleColumn, id: string, key: string) => {
    const headers = { authorization: world.signedIn[role], 'idempotency-key': key };
    const answer = await world.ask({
      method: 'POST',
      path: `/v1/conversations/${id}/notes`,
      headers,
      body: { text: 'Once' },
    });
    return { status: answer.status, body: JSON.parse(answer.body) };
  };

  it('is one’s own: the same one of a colleague makes another change', async () => {
    const { asked } = await aboutOf(world, 'own', false);
    const key = randomUUID();
    const [mine, hers] = [await note('agent', asked.id, key), await note('supervisor', asked.id, key)];
    expect([mine.status, hers.status]).toStrictEqual([201, 201]);
    expect(hers.body.events[0]).toMatchObject({ by: { id: 'supervisor' } });
    expect(hers.body.events[0].id).not.toBe(mine.body.events[0].id);
  });

  it('does not bring back what has left one’s queues', async () => {
    const { asked } = await aboutOf(world, 'own', false);
    const key = randomUUID();
    expect(await note('agent¹', asked.id, key)).toMatchObject({ status: 201 });
    await post('admin', `/v1/conversations/${asked.id}/transfer`, { queueId: 'vip', reason: 'not theirs' });
    expect(await note('agent¹', asked.id, key)).toMatchObject({ status: 404 });
  });
});

describe('groups of a token', () => {
  it.each([[['Admin']], [['administrators']], [['admin2']], [['agents', 'x-admin']], [[]], [undefined]])(
    'count only as they are written: %j',
    async (groups) => {
      const token = await tokenOf(
        world.issuing,
        { id: 'stranger', groups: [] },
        { claims: { 'cognito:groups': groups } },
      );
      const headers = { authorization: `Bearer ${token}` };
      expect((await world.ask({ method: 'GET', path: '/v1/bootstrap', headers })).status).toBe(403);
    },
  );
});

describe('a ticket', () => {
  it('opens one socket, also when two come with it at once', async () => {
    const query = `?ticket=${await newTicket(world)}`;
    const url = world.values.SOCKETS_PUBLIC_URL;
    const statuses = await Promise.all([
      handshake(url, { query }),
      handshake(url, { query }),
      handshake(url, { query }),
    ]);
    expect(statuses.toSorted((one, other) => one - other)).toStrictEqual([101, 401, 401]);
  });
});
