import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idFrom } from '#adapters/ids.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import type { Found } from '#functions/agent-api/contract.ts';
import { aConnection, aMail, anAgent, anAnalysis, noon } from '#test/support/builders.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  const mailbox = { provider: 'ses-email', channel: 'email', address: 'help@shop.example' } as const;
  await api.stores.connections.put(aConnection({ id: 'support-mail', ...mailbox }));
  await api.stores.agents.put(anAgent({ id: 'rita', name: 'Rita', queueIds: ['returns'], sees: 'own-queues' }));
});
afterAll(() => api.stop());

async function search(text: string, as = 'maya'): Promise<Found> {
  const { status, body } = await api.ask('POST', '/v1/search', { body: { text }, as });
  expect(status).toBe(200);
  return body;
}

const customerOf = async (conversationId: string): Promise<string> =>
  (await api.stores.conversations.get(conversationId))?.customerId ?? '';

const idsOf = ({ customers, conversations }: Found) => ({
  customers: customers.map(({ id }) => id),
  conversations: conversations.map(({ id }) => id),
});

describe('searching', () => {
  it('finds by a phone number, as people write it, the customer with what they wrote', async () => {
    const { id } = await api.customerWrites('+41446681800');
    const found = await search('0041 (44) 668 18 00');
    expect(idsOf(found)).toStrictEqual({ customers: [await customerOf(id)], conversations: [id] });
    expect(found.conversations[0]).toMatchObject({ subject: 'Where is my refund?', channel: 'sms' });
  });

  it('finds by a mail address in any case, and senders who may be forged too', async () => {
    const placing = {
      ...api.stores,
      agents: { list: async () => [] },
      analyse: async () => anAnalysis(),
      idFrom,
      now: () => new Date(noon),
    };
    const mailFrom = (providerId: string, sender: { address: string; verified: boolean }) =>
      placeMessage(placing, { ...aMail({ providerId }), sender });
    const { conversationId: proven } = await mailFrom('<1@x>', { address: 'Ada.L@shop.example', verified: true });
    const { conversationId: doubtful } = await mailFrom('<2@x>', { address: 'ada.l@shop.example', verified: false });
    const found = await search('aDa.L@Shop.example');
    expect(found.customers).toHaveLength(2);
    expect(found.conversations.map(({ id }) => id).toSorted()).toStrictEqual([proven, doubtful].toSorted());
  });

  it('finds by the id of a conversation, or of a customer', async () => {
    const { id } = await api.customerWrites();
    const customerId = await customerOf(id);
    expect(idsOf(await search(id))).toStrictEqual({ customers: [], conversations: [id] });
    expect(idsOf(await search(customerId))).toStrictEqual({ customers: [customerId], conversations: [id] });
  });

  it('finds under the id of a joined conversation the one it was joined into', async () => {
    const first = await api.customerWrites('+15550300');
    await api.ask('POST', `/v1/conversations/${first.id}/resolve`, { key: 'search-resolve' });
    const interaction = { kind: 'phone', at: noon, people: [], text: 'Talked', outcome: 'resolved' };
    const { body } = await api.ask('POST', '/v1/interactions', {
      key: 'search-second',
      body: { customer: { id: await customerOf(first.id) }, queueId: 'billing', subject: 'A call', interaction },
    });
    const second: string = body.conversation.id;
    expect((await search('+15550300')).conversations).toHaveLength(2);
    await api.ask('POST', `/v1/conversations/${first.id}/join`, {
      key: 'search-join',
      body: { conversationId: second },
    });
    expect(idsOf(await search(second)).conversations).toStrictEqual([first.id]);
    expect(idsOf(await search('+15550300')).conversations).toStrictEqual([first.id]);
  });

  it('finds nothing where nobody has the address and nothing has the id', async () => {
    for (const text of ['+15550999', 'nobody@shop.example', 'q7s5krzjm2x5s3gyhxvq2cnd4e'])
      expect(idsOf(await search(text))).toStrictEqual({ customers: [], conversations: [] });
  });

  it('shows nobody what is not theirs to see, and not that it is there', async () => {
    const { id, address } = await api.customerWrites();
    for (const text of [address, id, await customerOf(id)])
      expect(idsOf(await search(text, 'rita'))).toStrictEqual({ customers: [], conversations: [] });
  });

  it.each(['where is my refund', '044 668 18 00', ''])('says what can be looked for: %j', async (text) => {
    const { status, body } = await api.ask('POST', '/v1/search', { body: { text } });
    expect(status).toBe(400);
    expect(body.detail).toMatch(/^body\.text: /);
  });
});
