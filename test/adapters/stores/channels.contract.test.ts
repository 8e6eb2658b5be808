import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversationStore } from '#adapters/dynamodb/conversation-store.ts';
import { createCustomerStore } from '#adapters/dynamodb/customer-store.ts';
import { createLedgerStore } from '#adapters/dynamodb/ledger-store.ts';
import { emptyMemory, memoryConversations, memoryCustomers, memoryLedger } from '#adapters/memory/stores.ts';
import { type LedgerStore, sumsOf } from '#domain/channels/ledger.ts';
import type { ConversationStore, CustomerStore } from '#domain/conversations/ports.ts';
import { aChange, aCustomer, aMessage, anOpening, at, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';

/** What channels ask of the stores: ledgers, deleted messages, addresses learnt, customers merged. */
type Stores = {
  readonly conversations: ConversationStore;
  readonly customers: CustomerStore;
  readonly ledger: LedgerStore;
};
type Started = { readonly stores: Stores; readonly stop: () => Promise<void> };

const onMemory = async (): Promise<Started> => {
  const memory = emptyMemory();
  const conversations = memoryConversations(memory);
  return {
    stores: { conversations, customers: memoryCustomers(memory), ledger: memoryLedger(memory) },
    stop: async () => undefined,
  };
};

const onDynamoDb = async (): Promise<Started> => {
  const { table, stop } = await startTable();
  const conversations = createConversationStore(table);
  return {
    stores: { conversations, customers: createCustomerStore(table), ledger: createLedgerStore(table) },
    stop,
  };
};

let unique = 0;
const fresh = (kind: string): string => {
  unique += 1;
  return `${kind}${unique}`;
};

describe.each([
  ['memory', onMemory],
  ['DynamoDB', onDynamoDb],
])('channels on %s', (_name, start) => {
  let stores: Stores;
  let stop: () => Promise<void>;
  beforeAll(async () => ({ stores, stop } = await start()));
  afterAll(() => stop());

  const message = aMessage({ text: 'My secret' });
  const opened = [anOpening(), { type: 'MessageReceived', message }] as const;

  it('count what was placed with its effect, and what was not beside it', async () => {
    const connectionId = fresh('connection');
    const ledger = { connectionId, envelopeId: 'e1', receivedAt: at('12:00') };
    const id = fresh('conversation');
    const claims = [{ key: `${connectionId}#SM1`, ledger }];
    await stores.conversations.save(aChange(undefined, { id, drafts: opened, claims }));
    expect(await stores.conversations.save(aChange(undefined, { id: fresh('other'), claims }))).toBe('duplicate');
    await stores.ledger.note({
      connectionId,
      receivedAt: at('12:01'),
      itemId: 'e2-0',
      outcome: 'dropped',
      rule: 'echo',
    });
    const quarantined = { connectionId, receivedAt: at('12:02'), itemId: 'q1' };
    await stores.ledger.note({ ...quarantined, outcome: 'quarantined', quarantineId: 'q1' });

    const lines = await stores.ledger.ofDay(connectionId, '2026-11-19');
    expect(lines.map(({ outcome }) => outcome)).toStrictEqual(['placed', 'dropped', 'quarantined']);
    expect(lines[0]).toMatchObject({ conversationId: id, receivedAt: at('12:00') });
    expect(sumsOf(lines)).toStrictEqual({ received: 3, placed: 1, quarantined: 1, dropped: { echo: 1 } });
    expect(await stores.conversations.claimed(`${connectionId}#SM1`)).toMatchObject({ via: 'e1' });

    await stores.ledger.settle(quarantined);
    expect(await stores.ledger.ofDay(connectionId, '2026-11-19')).toHaveLength(2);
    expect(await stores.ledger.ofDay(connectionId, '2026-11-20')).toStrictEqual([]);
  });

  it('delete the content of a fact in its place', async () => {
    const id = fresh('conversation');
    const change = aChange(undefined, { id, drafts: opened, origin: { commitId: 'first' } });
    await stores.conversations.save(change);
    const events = change.events.map((event) =>
      event.type === 'MessageReceived' ? { ...event, deletedAt: noon, message: { ...event.message, text: '' } } : event,
    );
    const rewritten = [{ commitId: 'first', at: noon, events }];
    const note = { type: 'NoteWritten', text: 'unsent', authorName: 'Maya' } as const;
    const deleting = aChange(change.after, { origin: { commitId: 'second' }, drafts: [note], rewritten });
    expect(await stores.conversations.save(deleting)).toBe('saved');
    const history = await stores.conversations.history(id);
    expect(history?.events.map(({ type }) => type)).toStrictEqual([
      'ConversationOpened',
      'MessageReceived',
      'NoteWritten',
    ]);
    expect(history?.events[1]).toMatchObject({ deletedAt: noon, message: { text: '' } });
  });

  describe('a customer who is known', () => {
    const known = async () => {
      const customer = aCustomer({ id: fresh('customer') });
      const id = fresh('conversation');
      const change = aChange(undefined, { id, customer: { value: customer, before: undefined } });
      await stores.conversations.save(change);
      return { customer, conversation: change.after };
    };
    const mail = { channel: 'email', value: 'amara@x.example', verified: true } as const;
    const note = { type: 'NoteWritten', text: 'x', authorName: 'Maya' } as const;

    it('learns an address, and keeps a name that was changed meanwhile', async () => {
      const { customer, conversation } = await known();
      await stores.customers.rename(customer.id, 'Amara O.');
      const value = { ...customer, identities: [...customer.identities, mail] };
      const change = aChange(conversation, {
        origin: { commitId: 'a' },
        drafts: [note],
        customer: { value, before: customer },
      });
      expect(await stores.conversations.save(change)).toBe('saved');
      expect(await stores.customers.get(customer.id)).toMatchObject({ name: 'Amara O.', identities: value.identities });
    });

    it('does not lose what was learnt at the same moment', async () => {
      const { customer, conversation } = await known();
      const first = { ...customer, optedOut: ['sms' as const] };
      const one = aChange(conversation, {
        origin: { commitId: 'a' },
        drafts: [note],
        customer: { value: first, before: customer },
      });
      expect(await stores.conversations.save(one)).toBe('saved');
      const second = { ...customer, optedOut: ['email' as const] };
      const other = aChange(one.after, {
        origin: { commitId: 'b' },
        drafts: [note],
        customer: { value: second, before: customer },
      });
      expect(await stores.conversations.save(other)).toBe('outdated');
      expect((await stores.customers.get(customer.id))?.optedOut).toStrictEqual(['sms']);
    });

    it('can turn out to be another, who then has all addresses', async () => {
      const [one, other] = [await known(), await known()];
      const from = { ...other.customer, identities: [mail], optedOut: ['email' as const] };
      await stores.customers.merge(from, one.customer);
      expect(await stores.customers.get(one.customer.id)).toMatchObject({
        identities: [...one.customer.identities, mail],
        optedOut: ['email'],
        mergedFrom: [from.id],
      });
      expect(await stores.customers.get(from.id)).toMatchObject({ mergedInto: one.customer.id });
    });
  });
});
