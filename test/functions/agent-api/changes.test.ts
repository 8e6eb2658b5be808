import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAndSave } from '#domain/conversations/decide-and-save.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { facts } from '#domain/conversations/facts.ts';
import { aMessage, anOrigin, at } from '#test/support/builders.ts';
import { type Api, type Ask, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

let keys = 0;
const post = (path: string, body: unknown, ask: Ask = {}) => {
  keys += 1;
  return api.ask('POST', `/v1/conversations/${path}`, { body, key: `key-number-${keys}`, ...ask });
};
const types = (events: readonly ConversationEvent[]) => events.map((event) => event.type);
const historyOf = async (id: string) => (await api.stores.conversations.history(id))?.events ?? [];

describe('a change', () => {
  it.each([
    ['notes', 'NoteWritten', { text: 'called them' }],
    ['assign', 'ConversationAssigned', { agentId: 'maya' }],
    ['transfer', 'ConversationTransferred', { queueId: 'returns', reason: 'it is a return' }],
    ['priority', 'PriorityChanged', { priority: 'urgent' }],
    ['snooze', 'ConversationSnoozed', { until: '2026-11-19T20:00:00+02:00' }],
    ['resolve', 'ConversationResolved', undefined],
  ])('of kind %s answers with the conversation and the fact %s', async (kind, type, body) => {
    const { id } = await api.customerWrites();
    const answer = await post(`${id}/${kind}`, body);
    expect(answer.status).toBe(kind === 'notes' ? 201 : 200);
    expect(types(answer.body.events)).toStrictEqual([type]);
    expect(answer.body.events[0].by).toStrictEqual({ kind: 'agent', id: 'maya' });
    expect(await api.stores.conversations.get(id)).toStrictEqual(answer.body.conversation);
  });

  it('opens again what was resolved, and puts back what somebody has', async () => {
    const { id } = await api.customerWrites();
    await post(`${id}/resolve`, undefined);
    expect(types((await post(`${id}/reopen`, undefined)).body.events)).toStrictEqual(['ConversationReopened']);
    await post(`${id}/assign`, { agentId: 'maya' });
    expect(types((await post(`${id}/assign`, { agentId: null })).body.events)).toStrictEqual([
      'ConversationUnassigned',
    ]);
  });

  it('that is made already adds nothing', async () => {
    const { id } = await api.customerWrites();
    expect((await post(`${id}/priority`, { priority: 'normal' })).body.events).toStrictEqual([]);
  });

  it.each<[string, unknown, number]>([
    ['assign', { agentId: 'ghost' }, 400],
    ['transfer', { queueId: 'ghost', reason: 'x' }, 400],
    ['transfer', { queueId: 'billing', reason: 'x' }, 409],
    ['snooze', { until: at('11:00') }, 400],
  ])('%s %j is refused with %i', async (kind, body, status) => {
    const { id } = await api.customerWrites();
    expect(await post(`${id}/${kind}`, body)).toMatchObject({ status, type: 'application/problem+json' });
    expect(types(await historyOf(id))).toStrictEqual(['ConversationOpened', 'MessageReceived', 'DeadlineSet']);
  });

  it('is refused when the agent is full', async () => {
    await post(`${(await api.customerWrites()).id}/assign`, { agentId: 'noah' });
    const answer = await post(`${(await api.customerWrites()).id}/assign`, { agentId: 'noah' });
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: 'Noah Wirth is full (1 of 1); choose somebody with room' },
    });
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    ['missing', undefined],
    ['too short', 'short'],
    ['with a space', 'a key with spaces'],
  ])('%s is refused with what would be right', async (_, key) => {
    const { id } = await api.customerWrites();
    const ask = { body: { text: 'called' }, ...(key === undefined ? {} : { key }) };
    const answer = await api.ask('POST', `/v1/conversations/${id}/notes`, ask);
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('send a new UUID with each change') },
    });
  });

  it('makes a change once, and answers its repetition as the first time', async () => {
    const { id } = await api.customerWrites();
    const ask = { key: 'repeated-key' };
    const first = await post(`${id}/notes`, { text: 'called' }, ask);
    const again = await post(`${id}/notes`, { text: 'called' }, ask);
    expect(again).toStrictEqual(first);
    expect(types(await historyOf(id)).filter((type) => type === 'NoteWritten')).toHaveLength(1);
  });

  it('makes a change once when it is asked for twice at once', async () => {
    const { id } = await api.customerWrites();
    const ask = { key: 'simultaneous-key' };
    const answers = await Promise.all([1, 2, 3].map(() => post(`${id}/notes`, { text: 'called' }, ask)));
    expect(answers.map(({ status }) => status)).toStrictEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.events[0].id)).size).toBe(1);
    expect(types(await historyOf(id)).filter((type) => type === 'NoteWritten')).toHaveLength(1);
  });

  it('is refused for another request', async () => {
    const [one, other] = [await api.customerWrites(), await api.customerWrites()];
    const ask = { key: 'used-elsewhere' };
    await post(`${one.id}/notes`, { text: 'called' }, ask);
    expect(await post(`${one.id}/notes`, { text: 'called again' }, ask)).toMatchObject({ status: 409 });
    expect(await post(`${other.id}/notes`, { text: 'called' }, ask)).toMatchObject({ status: 409 });
  });

  it("is each agent's own", async () => {
    const { id } = await api.customerWrites();
    await post(`${id}/notes`, { text: 'called' }, { key: 'the-same-key' });
    expect(await post(`${id}/notes`, { text: 'me too' }, { key: 'the-same-key', as: 'noah' })).toMatchObject({
      status: 201,
    });
  });
});

describe('a reply', () => {
  it('is queued, takes the conversation, and keeps the promise', async () => {
    const { id, lastEventId } = await api.customerWrites();
    const answer = await post(`${id}/replies`, { text: ' On its way. ', lastSeenEventId: lastEventId });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      conversation: { holder: { agentId: 'maya' }, lastMessage: { delivery: 'queued' } },
      events: [
        { type: 'ReplyWritten', text: 'On its way.' },
        { type: 'DeadlineMet' },
        { type: 'ConversationAssigned' },
      ],
    });
  });

  it('is held when the customer wrote since, and the answer shows what', async () => {
    const { id, address, lastEventId } = await api.customerWrites();
    const newer = await api.customerWrites(address, 'Never mind, it arrived!');
    const held = await post(`${id}/replies`, { text: 'On its way.', lastSeenEventId: lastEventId });
    expect(held).toMatchObject({
      status: 409,
      body: { unseen: [{ id: newer.lastEventId, message: { text: 'Never mind, it arrived!' } }] },
    });
    expect(types(await historyOf(id))).not.toContain('ReplyWritten');
    expect(await post(`${id}/replies`, { text: 'Good!', lastSeenEventId: newer.lastEventId })).toMatchObject({
      status: 201,
    });
  });

  it('is held too by a message that was sent earlier and came later', async () => {
    const { id, lastEventId } = await api.customerWrites();
    const message = aMessage({ providerId: 'delayed', text: 'By the way …', sentAt: at('11:30') });
    const origin = anOrigin({ commitId: 'delayed', at: at('12:01'), by: { kind: 'customer', id: 'amara' } });
    await decideAndSave(api.stores, { id, commitId: 'delayed' }, () => ({
      events: facts(origin, [{ type: 'MessageReceived', message, analysis: undefined }]),
    }));
    expect(await post(`${id}/replies`, { text: 'On its way.', lastSeenEventId: lastEventId })).toMatchObject({
      status: 409,
      body: { unseen: [{ message: { text: 'By the way …' } }] },
    });
  });

  it('is refused for an event of another conversation', async () => {
    const [one, other] = [await api.customerWrites(), await api.customerWrites()];
    expect(await post(`${one.id}/replies`, { text: 'Hello', lastSeenEventId: other.lastEventId })).toMatchObject({
      status: 400,
    });
  });
});

describe('a request that cannot be understood', () => {
  it('is told where, what was wrong and what would be right', async () => {
    const { id, lastEventId } = await api.customerWrites();
    const answer = await post(`${id}/replies`, { text: 7, lastSeenEventId: lastEventId, cc: ['nobody'] });
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toStrictEqual(['body.text', 'body.cc.0']);
    expect(answer.body.detail).toMatch(/^body\.text: /);
  });

  it.each(['{"text":', '[]', 'null', '"text"'])('is refused: %s', async (body) => {
    const { id } = await api.customerWrites();
    expect(await post(`${id}/notes`, body)).toMatchObject({ status: 400 });
  });

  it.each([
    [{ view: 'everything' }, 'query.view'],
    [{ view: 'queue' }, 'query.queueId'],
    [{ limit: '0' }, 'query.limit'],
    [{ limit: 'many' }, 'query.limit'],
    [{ cursor: 'made-up' }, 'query.cursor'],
  ])('is refused: %j', async (query, where) => {
    const answer = await api.ask('GET', '/v1/conversations', { query });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(where) } });
  });
});

describe('setting up', () => {
  const admin = { groups: ['admin'] };

  it('refuses what refers to nothing', async () => {
    const queue = { name: 'VIP', skills: [], policyId: 'ghost', defaultPriority: 'high', holdReplyWhen: 'never' };
    expect(await api.ask('PUT', '/v1/queues/vip', { ...admin, body: queue })).toMatchObject({
      status: 400,
      body: { detail: 'body.policyId: there is no "ghost"; create it first' },
    });
    expect(
      await api.ask('PUT', '/v1/queues/vip', { ...admin, body: { ...queue, policyId: 'standard' } }),
    ).toMatchObject({
      status: 200,
      body: { id: 'vip', name: 'VIP' },
    });
  });

  it('leaves what an agent has in hand alone', async () => {
    const agent = {
      name: 'Noah W.',
      presence: 'available',
      capacity: 4,
      queueIds: [],
      leadsQueueIds: [],
      skills: [],
      languages: [],
    };
    const before = await api.stores.agents.get('noah');
    const { body } = await api.ask('PUT', '/v1/agents/noah', { ...admin, body: agent });
    expect(body).toMatchObject({ name: 'Noah W.', capacity: 4, load: before?.load });
  });
});

describe('quarantine', () => {
  const envelope = {
    provider: 'twilio-sms' as const,
    connectionId: 'support-sms',
    receivedAt: at('09:00'),
    contentType: 'application/x-www-form-urlencoded',
    body: 'Body=ü',
    encoding: 'utf8' as const,
  };
  const lead = { groups: ['supervisor'] };

  it('shows the raw body, sends it on its way again, and only until it was placed', async () => {
    const entry = { id: 'q1', reason: 'From is missing', quarantinedAt: at('09:00'), attempts: 1, envelope };
    await api.quarantine.put(entry);
    const { body } = await api.ask('GET', '/v1/quarantine', lead);
    expect(body.items).toMatchObject([{ id: 'q1', bodyBase64: Buffer.from('Body=ü').toString('base64') }]);
    expect(await api.ask('POST', '/v1/quarantine/q1/retry', { ...lead, key: 'retry-it-1' })).toMatchObject({
      status: 202,
    });
    expect(await api.enqueued()).toMatchObject([
      { envelope: { ...envelope, quarantineId: 'q1' }, group: 'quarantine.q1' },
    ]);
    await api.quarantine.put({ ...entry, placedAt: at('10:00') });
    expect(await api.ask('POST', '/v1/quarantine/q1/retry', { ...lead, key: 'retry-it-2' })).toMatchObject({
      status: 409,
    });
  });
});
