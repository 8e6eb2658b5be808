import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAgentStore } from '#adapters/dynamodb/agent-store.ts';
import { createConversationStore } from '#adapters/dynamodb/conversation-store.ts';
import { createCustomerStore } from '#adapters/dynamodb/customer-store.ts';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { createRecordStore } from '#adapters/dynamodb/record-store.ts';
import {
  emptyMemory,
  memoryAgents,
  memoryConversations,
  memoryCustomers,
  memoryQuarantine,
  memoryRecords,
} from '#adapters/memory/stores.ts';
import type { AgentStore } from '#domain/agents/agent.ts';
import type { QuarantineStore } from '#domain/channels/quarantine.ts';
import type { ConversationStore, CustomerStore } from '#domain/conversations/ports.ts';
import type { RecordStore } from '#domain/routing/ports.ts';
import { $Queue, type Queue } from '#domain/routing/queue.ts';
import { aChange, aCustomer, aMessage, anAgent, anAnalysis, aQueue, assignedTo, at } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';

type Stores = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly agents: AgentStore;
  readonly queues: RecordStore<Queue>;
  readonly quarantine: QuarantineStore;
};

const onMemory = async (): Promise<{ stores: Stores; stop: () => Promise<void> }> => {
  const memory = emptyMemory();
  const stores = {
    conversations: memoryConversations(memory),
    customers: memoryCustomers(memory),
    agents: memoryAgents(memory),
    queues: memoryRecords<Queue>(),
    quarantine: memoryQuarantine(),
  };
  return { stores, stop: async () => undefined };
};

const onDynamoDb = async (): Promise<{ stores: Stores; stop: () => Promise<void> }> => {
  const { table, stop } = await startTable();
  const stores = {
    conversations: createConversationStore(table),
    customers: createCustomerStore(table),
    agents: createAgentStore(table),
    queues: createRecordStore(table, 'queue', $Queue),
    quarantine: createQuarantineStore(table),
  };
  return { stores, stop };
};

let unique = 0;
const fresh = (kind: string): string => {
  unique += 1;
  return `${kind}${unique}`;
};

describe.each([
  ['memory', onMemory],
  ['DynamoDB', onDynamoDb],
])('stores on %s', (_name, start) => {
  let stores: Stores;
  let stop: () => Promise<void>;
  beforeAll(async () => ({ stores, stop } = await start()));
  afterAll(() => stop());

  const open = async (id = fresh('conversation'), options: Parameters<typeof aChange>[1] = {}) => {
    const change = aChange(undefined, { id, ...options });
    expect(await stores.conversations.save(change)).toBe('saved');
    return change.after;
  };

  describe('saving a decision', () => {
    it('keeps the state and the facts together', async () => {
      const conversation = await open();
      expect(await stores.conversations.get(conversation.id)).toStrictEqual(conversation);
      const history = await stores.conversations.history(conversation.id);
      expect(history?.conversation).toStrictEqual(conversation);
      expect(history?.events.map((event) => event.type)).toStrictEqual(['ConversationOpened']);
    });

    it('is refused as a duplicate when a claim is taken, and then changes nothing', async () => {
      const claims = [{ key: fresh('support-sms#SM') }];
      const first = await open(undefined, { claims });
      const again = aChange(undefined, { id: fresh('conversation'), claims });
      expect(await stores.conversations.save(again)).toBe('duplicate');
      expect(await stores.conversations.get(again.after.id)).toBeUndefined();
      expect(await stores.conversations.claimed(claims[0]?.key ?? '')).toMatchObject({ conversationId: first.id });
    });

    it('is refused as outdated when somebody else decided meanwhile', async () => {
      const before = await open();
      const note = { type: 'NoteWritten', text: 'called them', authorName: 'Maya' } as const;
      const one = aChange(before, { origin: { commitId: 'one' }, drafts: [note] });
      const other = aChange(before, { origin: { commitId: 'other' }, drafts: [note] });
      expect(await stores.conversations.save(one)).toBe('saved');
      expect(await stores.conversations.save(other)).toBe('outdated');
      expect((await stores.conversations.history(before.id))?.events).toHaveLength(2);
    });

    it('is outdated when a conversation of that id was opened meanwhile', async () => {
      const { id } = await open();
      expect(await stores.conversations.save(aChange(undefined, { id, origin: { commitId: 'late' } }))).toBe(
        'outdated',
      );
    });

    it('creates a customer and an identity once', async () => {
      const customer = { value: aCustomer({ id: fresh('customer') }), before: undefined };
      const key = { kind: 'phone', scope: 'global', value: fresh('+1555') } as const;
      const identity = { before: undefined, after: { ...key, verified: true, customerId: customer.value.id } };
      await open(undefined, { customer, identities: [identity] });
      expect(await stores.customers.get(customer.value.id)).toStrictEqual(customer.value);
      expect(await stores.customers.identity(key)).toStrictEqual(identity.after);
      const other = { value: aCustomer({ id: fresh('customer') }), before: undefined };
      const change = aChange(undefined, { id: fresh('conversation'), customer: other, identities: [identity] });
      expect(await stores.conversations.save(change)).toBe('outdated');
      expect(await stores.customers.get(other.value.id)).toBeUndefined();
    });

    it('remembers the message that a provider id stands for', async () => {
      const key = fresh('support-sms#SM');
      const { id } = await open(undefined, { claims: [{ key, messageId: 'm1' }] });
      expect(await stores.conversations.claimed(key)).toMatchObject({ conversationId: id, messageId: 'm1' });
    });
  });

  describe('capacity', () => {
    it('grows with an assignment and shrinks when the conversation is resolved', async () => {
      const agent = await stores.agents.put(anAgent({ id: fresh('agent'), capacity: 1 }));
      const opened = await open();
      const taken = aChange(opened, { origin: { commitId: 'taken', at: at('13:00') }, drafts: [assignedTo(agent)] });
      expect(await stores.conversations.save(taken)).toBe('saved');
      expect(await stores.agents.get(agent.id)).toMatchObject({ load: 1, idleSince: at('13:00') });
      const done = aChange(taken.after, { origin: { commitId: 'done' }, drafts: [{ type: 'ConversationResolved' }] });
      expect(await stores.conversations.save(done)).toBe('saved');
      expect(await stores.agents.get(agent.id)).toMatchObject({ load: 0 });
    });

    it('is never exceeded, however many assign at once', async () => {
      const agent = await stores.agents.put(anAgent({ id: fresh('agent'), capacity: 2 }));
      const opened = await Promise.all(Array.from({ length: 6 }, () => open()));
      const outcomes = await Promise.all(
        opened.map((before) =>
          stores.conversations.save(aChange(before, { origin: { commitId: 'take' }, drafts: [assignedTo(agent)] })),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'saved').length).toBeLessThanOrEqual(2);
      expect((await stores.agents.get(agent.id))?.load).toBe(outcomes.filter((outcome) => outcome === 'saved').length);
    });

    it('says full when there is no place left', async () => {
      const agent = await stores.agents.put(anAgent({ id: fresh('agent'), capacity: 0 }));
      const change = aChange(await open(), { origin: { commitId: 'take' }, drafts: [assignedTo(agent)] });
      expect(await stores.conversations.save(change)).toBe('full');
    });

    it('stays as it is when an agent is set up anew', async () => {
      const agent = await stores.agents.put(anAgent({ id: fresh('agent') }));
      await stores.conversations.save(
        aChange(await open(), { origin: { commitId: 'take' }, drafts: [assignedTo(agent)] }),
      );
      expect(await stores.agents.put({ ...agent, presence: 'away' })).toMatchObject({ presence: 'away', load: 1 });
    });
  });

  describe('views', () => {
    it('list what an agent has, newest first, page by page', async () => {
      const agent = await stores.agents.put(anAgent({ id: fresh('agent'), capacity: 9 }));
      const times = ['09:00', '10:00', '11:00'];
      for (const time of times) {
        const opened = await open(undefined, { origin: { at: at(time) } });
        await stores.conversations.save(
          aChange(opened, { origin: { commitId: 'take', at: at(time) }, drafts: [assignedTo(agent)] }),
        );
      }
      const list = { of: 'agent', id: agent.id, status: 'open' } as const;
      const page = await stores.conversations.list(list, { limit: 2 });
      expect(page.map((conversation) => conversation.lastActivityAt)).toStrictEqual([at('11:00'), at('10:00')]);
      const before = `${page[1]?.lastActivityAt}#${page[1]?.id}`;
      const rest = await stores.conversations.list(list, { limit: 2, before });
      expect(rest.map((conversation) => conversation.lastActivityAt)).toStrictEqual([at('09:00')]);
    });

    it('show a queue what nobody has, and not what somebody has', async () => {
      const queueId = fresh('queue');
      const drafts = [{ ...aChangeOpening(queueId) }];
      const nobody = await open(undefined, { drafts });
      const agent = await stores.agents.put(anAgent({ id: fresh('agent') }));
      const taken = await open(undefined, { drafts });
      await stores.conversations.save(aChange(taken, { origin: { commitId: 'take' }, drafts: [assignedTo(agent)] }));
      const list = await stores.conversations.list({ of: 'queue', id: queueId, status: 'open' }, { limit: 10 });
      expect(list.map((conversation) => conversation.id)).toStrictEqual([nobody.id]);
    });

    it('serve a waiting line by priority, then age', async () => {
      const queueId = fresh('queue');
      const wait = async (priority: 'normal' | 'urgent', time: string) => {
        const opened = await open(undefined, { origin: { at: at(time) }, drafts: [aChangeOpening(queueId, priority)] });
        const drafts = [{ type: 'WaitingStarted', queueId, reason: 'nobody is free' } as const];
        await stores.conversations.save(aChange(opened, { origin: { commitId: 'wait', at: at(time) }, drafts }));
        return opened.id;
      };
      const young = await wait('normal', '11:00');
      const old = await wait('normal', '09:00');
      const urgent = await wait('urgent', '12:00');
      const line = await stores.conversations.line(queueId, 10);
      expect(line.map((entry) => entry.conversationId)).toStrictEqual([urgent, old, young]);
    });

    it('list the conversations of a customer, newest first', async () => {
      const customerId = fresh('customer');
      const drafts = [{ ...aChangeOpening('billing'), customerId }];
      const old = await open(undefined, { origin: { at: at('09:00') }, drafts });
      const young = await open(undefined, { origin: { at: at('10:00') }, drafts });
      const found = await stores.conversations.ofCustomer(customerId, 10);
      expect(found.map((conversation) => conversation.id)).toStrictEqual([young.id, old.id]);
    });
  });

  it('keeps a message with everything the channel told', async () => {
    const message = aMessage({
      channel: 'email',
      subject: 'Réf. 88120 – “refund” 🙏',
      email: { references: ['<a@b>'], to: ['x@y.example'], cc: [], verdicts: { dmarc: 'PASS' }, messageId: '<c@d>' },
      attachments: [
        { id: 'a1', fileName: 'photo.png', contentType: 'image/png', bytes: 12, key: 'mail/x/1-photo.png' },
      ],
    });
    const drafts = [aChangeOpening('billing'), { type: 'MessageReceived', message, analysis: anAnalysis() } as const];
    const { id } = await open(undefined, { drafts });
    const event = (await stores.conversations.history(id))?.events[1];
    expect(event?.type === 'MessageReceived' && event.message).toStrictEqual(message);
  });

  it('keeps configuration records', async () => {
    const queue = aQueue({ id: fresh('queue') });
    expect(await stores.queues.get(queue.id)).toBeUndefined();
    await stores.queues.put(queue);
    await stores.queues.put({ ...queue, name: 'Invoices' });
    expect(await stores.queues.get(queue.id)).toStrictEqual({ ...queue, name: 'Invoices' });
    expect((await stores.queues.list()).map((one) => one.name)).toContain('Invoices');
  });

  it('lists quarantine newest first', async () => {
    const entry = (id: string, time: string) => ({
      id,
      reason: 'From is missing',
      quarantinedAt: at(time),
      attempts: 1,
      envelope: {
        provider: 'twilio-sms' as const,
        connectionId: 'support-sms',
        receivedAt: at(time),
        contentType: 'application/x-www-form-urlencoded',
        body: 'Body=hello',
        encoding: 'utf8' as const,
      },
    });
    const [old, young] = [entry(fresh('q'), '09:00'), entry(fresh('q'), '10:00')];
    await stores.quarantine.put(old);
    await stores.quarantine.put(young);
    await stores.quarantine.put({ ...old, placedAt: at('11:00') });
    expect(await stores.quarantine.list(2)).toStrictEqual([young, { ...old, placedAt: at('11:00') }]);
  });
});

function aChangeOpening(queueId: string, priority: 'normal' | 'urgent' = 'normal') {
  return {
    type: 'ConversationOpened',
    customerId: 'amara',
    customerName: 'Amara Okafor',
    channel: 'sms',
    connectionId: 'support-sms',
    queueId,
    priority,
    subject: 'Where is my refund?',
    reason: 'first contact of a new customer',
  } as const;
}
