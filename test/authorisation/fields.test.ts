import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storesOn } from '#adapters/dynamodb/stores.ts';
import { noon } from '#test/support/builders.ts';
import { type Call, callOn } from './call.ts';
import { aboutOf } from './check-api.ts';
import { tokenOf } from './tokens.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.stop());

const put = (...call: Call) => callOn(world, 'PUT', call);
const patch = (...call: Call) => callOn(world, 'PATCH', call);
const post = (...call: Call) => callOn(world, 'POST', call);
const get = (...call: Call) => callOn(world, 'GET', call);
const stores = () => storesOn(world.table);

/** What would be worth having, and nobody may set. */
const forbidden = {
  id: 'admin',
  load: 99,
  idleSince: '2001-01-01T00:00:00.000Z',
  role: 'admin',
  roles: ['admin'],
  groups: ['admin'],
  'cognito:groups': ['admin'],
  sees: 'all',
  queueIds: ['vip'],
  leadsQueueIds: ['vip'],
  capacity: 100,
  customerId: 'somebody',
  holder: { kind: 'agent', agentId: 'agent-own' },
  queueId: 'vip',
  mergedInto: 'somebody',
  identities: [],
  at: noon,
  by: { kind: 'agent', id: 'admin' },
  constructor: { prototype: { isAdmin: true } },
};
/** As a sender writes it: `JSON.stringify` would leave `__proto__` out. */
const withForbidden = (body: object): string =>
  JSON.stringify({ ...forbidden, ...body }).replace(/^\{/, '{"__proto__":{"role":"admin","load":99},');

describe('fields that are not the caller’s to set', () => {
  it('change nothing but the presence when an agent sets their own', async () => {
    const before = await stores().agents.get('agent-own');
    const { status } = await put('agent¹', '/v1/agents/agent-own/presence', withForbidden({ presence: 'away' }));
    expect(status).toBe(200);
    expect(await stores().agents.get('agent-own')).toStrictEqual({ ...before, presence: 'away' });
  });

  it('are left out when an administrator sets up an agent', async () => {
    const fields = {
      name: 'New',
      presence: 'offline',
      capacity: 3,
      queueIds: [],
      leadsQueueIds: [],
      skills: [],
      languages: [],
    };
    const { status, body } = await put(
      'admin',
      '/v1/agents/new-agent',
      withForbidden({ ...fields, sees: 'own-queues' }),
    );
    expect(status).toBe(200);
    expect(body).toStrictEqual({
      ...fields,
      sees: 'own-queues',
      id: 'new-agent',
      load: 0,
      idleSince: expect.any(String),
    });
    expect(body.idleSince).not.toBe(forbidden.idleSince);
  });

  it('change nothing but the name of a customer', async () => {
    const { asked } = await aboutOf(world, 'own', false);
    const before = await stores().customers.get(asked.customerId);
    const path = `/v1/customers/${asked.customerId}`;
    expect(await patch('agent', path, withForbidden({ name: 'Amara O.' }))).toMatchObject({ status: 200 });
    expect(await stores().customers.get(asked.customerId)).toStrictEqual({ ...before, name: 'Amara O.' });
  });

  it('do not get into a note, whose author and place are the caller’s and the path’s', async () => {
    const { asked } = await aboutOf(world, 'own', false);
    const { status, body } = await post('agent', `/v1/conversations/${asked.id}/notes`, withForbidden({ text: 'Hi' }));
    expect(status).toBe(201);
    expect(body.conversation).toMatchObject({ id: asked.id, queueId: 'billing', customerId: asked.customerId });
    expect(body.events).toMatchObject([
      { type: 'NoteWritten', by: { kind: 'agent', id: 'agent' }, authorName: 'Agent' },
    ]);
    expect(Object.keys(body.events[0]).toSorted()).toStrictEqual(['at', 'authorName', 'by', 'id', 'text', 'type']);
  });

  it('do not rename a queue: its id is the path’s', async () => {
    const body = { name: 'Q', skills: [], policyId: 'standard', defaultPriority: 'normal', holdReplyWhen: 'never' };
    expect(await put('admin', '/v1/queues/of-path', withForbidden(body))).toMatchObject({ body: { id: 'of-path' } });
    expect(await stores().settings.queues.get('admin')).toBeUndefined();
  });
});

describe('an agent’s record', () => {
  const fields = {
    name: 'N',
    presence: 'offline',
    capacity: 3,
    queueIds: [],
    leadsQueueIds: [],
    skills: [],
    languages: [],
  };

  it('is refused under an id that no sign-in gives, and never makes the list unreadable', async () => {
    expect(await put('admin', `/v1/agents/${'x'.repeat(256)}`, fields)).toMatchObject({ status: 400 });
    expect(await get('admin', '/v1/agents')).toMatchObject({ status: 200 });
  });

  it('is entered for newcomers with the longest names and ids that sign-ins give', async () => {
    const person = { id: 'i'.repeat(255), groups: ['agent'] };
    const token = await tokenOf(world.issuing, person, { claims: { username: 'n'.repeat(128) } });
    const { status } = await world.ask({
      method: 'GET',
      path: '/v1/bootstrap',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(status).toBe(200);
    expect(await get('admin', '/v1/agents')).toMatchObject({ status: 200 });
  });

  it('is replaced as a whole: what is left out is gone', async () => {
    await put('admin', '/v1/agents/whole', { ...fields, phone: '+15550001111', sees: 'own-queues' });
    expect(await put('admin', '/v1/agents/whole', fields)).toMatchObject({ status: 200 });
    expect(await stores().agents.get('whole')).toStrictEqual({
      ...fields,
      id: 'whole',
      load: 0,
      idleSince: expect.any(String),
    });
  });

  it('takes no other word for what somebody sees', async () => {
    expect(await put('admin', '/v1/agents/word', { ...fields, sees: 'everything' })).toMatchObject({ status: 400 });
  });
});
