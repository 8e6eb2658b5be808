import { describe, expect, it } from 'vitest';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { aConnection, aMail, aMessage, anAnalysis, aPolicy, aQueue, at } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const sms = (providerId: string, overrides: Parameters<typeof aMessage>[0] = {}) =>
  aMessage({ providerId, ...overrides });

describe('placing the first message of somebody', () => {
  it('makes the customer, the conversation, the fact and the promise together', async () => {
    const world = aWorld();
    const { conversationId, outcome } = await placeMessage(
      world,
      sms('SM1', { sender: { address: '+15550100', name: 'Amara', verified: true } }),
    );
    expect(outcome).toBe('saved');
    expect(await world.kinds(conversationId)).toStrictEqual([
      'ConversationOpened',
      'MessageReceived',
      'DeadlineSet',
      'ConversationAssigned',
    ]);
    const conversation = await world.conversation(conversationId);
    expect(conversation).toMatchObject({ version: 1, customerName: 'Amara', language: 'en' });
    expect(await world.customers.get(conversation.customerId)).toMatchObject({
      name: 'Amara',
      identities: [{ channel: 'sms', value: '+15550100', verified: true }],
    });
    expect(await world.customers.identity({ kind: 'phone', scope: 'global', value: '+15550100' })).toMatchObject({
      customerId: conversation.customerId,
      conversationId,
    });
  });

  it('says that they are new', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    const [opened] = await world.events(conversationId);
    expect(opened).toMatchObject({ reason: expect.stringContaining('first contact of a new customer') });
  });

  it('tells the analyser whether it is the first message, and the language of the conversation so far', async () => {
    const asked: unknown[] = [];
    const world = aWorld();
    const analyse: typeof world.analyse = async (...question: unknown[]) => {
      asked.push(question[1]);
      return anAnalysis();
    };
    await placeMessage({ ...world.needs, analyse }, sms('SM1'));
    await placeMessage({ ...world.needs, analyse }, sms('SM2'));
    expect(asked).toStrictEqual([
      { language: undefined, firstMessage: true },
      { language: 'en', firstMessage: false },
    ]);
  });

  it('comes after what was said while it was analysed', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    const analyse = async () => {
      world.moveClockTo(at('12:01'));
      await world.happens(conversationId, { type: 'NoteWritten', text: 'called', authorName: 'Maya' });
      return anAnalysis();
    };
    await placeMessage({ ...world.needs, analyse }, sms('SM2'));
    expect((await world.kinds(conversationId)).slice(-2)).toStrictEqual(['NoteWritten', 'MessageReceived']);
  });

  it.each([
    ['automatic mail', { automatic: 'vacation notice' }],
    ['a keyword', { keyword: 'stop' as const }],
  ])('spends no analysis on %s', async (_, what) => {
    const world = aWorld();
    const analyse = async () => {
      throw new Error('this costs money');
    };
    const { conversationId } = await placeMessage({ ...world.needs, analyse }, sms('SM1', what));
    expect((await world.conversation(conversationId)).sentiment).toBeUndefined();
  });
});

describe('placing the same message again', () => {
  it('changes nothing, also when the provider comes back days later', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    const before = await world.conversations.history(conversationId);
    world.moveClockTo('2026-11-23T12:00:00.000Z');
    expect(await placeMessage(world, sms('SM1'))).toStrictEqual({ conversationId, outcome: 'duplicate' });
    expect(await world.conversations.history(conversationId)).toStrictEqual(before);
  });

  it('changes nothing after the conversation was resolved', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    await world.happens(conversationId, { type: 'ConversationResolved' });
    expect(await placeMessage(world, sms('SM1'))).toMatchObject({ outcome: 'duplicate' });
    expect((await world.conversation(conversationId)).stage.status).toBe('resolved');
  });

  it('changes nothing when both deliveries come at once', async () => {
    const world = aWorld();
    const outcomes = await Promise.all([placeMessage(world, sms('SM1')), placeMessage(world, sms('SM1'))]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toStrictEqual(['duplicate', 'saved']);
    expect(world.memory.conversations.size).toBe(1);
  });

  it('knows a mail by its Message-ID too, should it come by two ways', async () => {
    const world = aWorld();
    await placeMessage(world, aMail({ providerId: 'ses-1' }));
    expect(await placeMessage(world, aMail({ providerId: 'ses-2' }))).toMatchObject({ outcome: 'duplicate' });
  });
});

describe('placing messages that come at once', () => {
  it('puts two of a new customer into one conversation', async () => {
    const world = aWorld();
    const placed = await Promise.all([placeMessage(world, sms('SM1')), placeMessage(world, sms('SM2'))]);
    expect(placed.map(({ outcome }) => outcome)).toStrictEqual(['saved', 'saved']);
    expect(new Set(placed.map(({ conversationId }) => conversationId)).size).toBe(1);
    expect(world.memory.customers.size).toBe(1);
    expect(await world.kinds(placed[0]?.conversationId ?? '')).toStrictEqual([
      'ConversationOpened',
      'MessageReceived',
      'DeadlineSet',
      'ConversationAssigned',
      'MessageReceived',
    ]);
  });

  it('loses none when somebody else decides meanwhile', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM0'));
    const ids = ['SM1', 'SM2', 'SM3', 'SM4'];
    await Promise.all(ids.map((id) => placeMessage(world, sms(id, { text: id }))));
    const texts = (await world.events(conversationId)).flatMap((event) =>
      event.type === 'MessageReceived' ? [event.message.text] : [],
    );
    expect(texts.toSorted()).toStrictEqual([...ids, 'Where is my refund?']);
    expect((await world.conversation(conversationId)).version).toBe(5);
  });
});

describe('placing what cannot be placed', () => {
  it.each([
    [
      'a connection that is gone',
      aWorld({ connections: [] }),
      'there is no connection "support-sms"; create it and retry',
    ],
    [
      'a queue that does not exist',
      aWorld({ connections: [aConnection({ queueId: 'gone' })] }),
      'there is no queue "gone"; create it or point the connection to another',
    ],
    [
      'a policy that does not exist',
      aWorld({ policies: [] }),
      'queue "billing" names policy "standard", which does not exist',
    ],
    [
      'a calendar that does not exist',
      aWorld({ policies: [aPolicy({ calendarId: 'gone' })] }),
      'policy "standard" names calendar "gone", which does not exist',
    ],
  ])('refuses %s, tells what would mend it, and writes nothing', async (_, world, message) => {
    const refused = await placeMessage(world, sms('SM1')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({ kind: 'invalid', message });
    const { conversations, customers, identities, claims } = world.memory;
    expect([conversations, customers, identities, claims].map((stored) => stored.size)).toStrictEqual([0, 0, 0, 0]);
  });

  it('places it once the configuration was mended', async () => {
    const world = aWorld({ queues: [] });
    await expect(placeMessage(world, sms('SM1'))).rejects.toThrow('there is no queue');
    await world.settings.queues.put(aQueue());
    expect(await placeMessage(world, sms('SM1'))).toMatchObject({ outcome: 'saved' });
  });
});

describe('who wrote', () => {
  it('is the customer who has this address on this channel', async () => {
    const world = aWorld();
    const first = await world.conversation((await placeMessage(world, aMail({ providerId: '1' }))).conversationId);
    const second = await world.conversation(
      (await placeMessage(world, aMail({ providerId: '2' }, { messageId: '<2@x>' }))).conversationId,
    );
    expect(second.id).not.toBe(first.id);
    expect(second.customerId).toBe(first.customerId);
  });

  it('is somebody else when the mail cannot be proven to be theirs', async () => {
    const world = aWorld();
    const proven = await placeMessage(world, aMail({ providerId: '1' }));
    const forged = await placeMessage(
      world,
      aMail({ providerId: '2', sender: { address: 'amara@x.example', verified: false } }, { messageId: '<2@x>' }),
    );
    const [one, other] = [
      await world.conversation(proven.conversationId),
      await world.conversation(forged.conversationId),
    ];
    expect(other.customerId).not.toBe(one.customerId);
    expect(await world.conversations.ofCustomer(one.customerId, 10)).toHaveLength(1);
  });

  it('remembers STOP and START with the customer', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    const { customerId } = await world.conversation(conversationId);
    await placeMessage(world, sms('SM2', { keyword: 'stop', text: 'STOP' }));
    await placeMessage(world, sms('SM3', { keyword: 'stop', text: 'STOP' }));
    expect((await world.customers.get(customerId))?.optedOut).toStrictEqual(['sms', 'rcs']);
    await placeMessage(world, sms('SM4', { keyword: 'start', text: 'START' }));
    expect((await world.customers.get(customerId))?.optedOut).toStrictEqual([]);
  });

  it('still does not want replies in the next conversation after STOP', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1', { keyword: 'stop', text: 'STOP' }));
    await world.happens(conversationId, { type: 'ConversationResolved' });
    const next = await placeMessage(world, sms('SM2', { sentAt: '2026-12-19T12:00:00.000Z' }));
    expect(next.conversationId).not.toBe(conversationId);
    expect((await world.conversation(next.conversationId)).optedOut).toBe(true);
  });

  it('keeps the rest of what is known about them', async () => {
    const world = aWorld();
    const { conversationId } = await placeMessage(world, sms('SM1'));
    const { customerId } = await world.conversation(conversationId);
    await world.customers.rename(customerId, 'Amara Okafor, VIP');
    await placeMessage(world, sms('SM2', { sentAt: at('12:05'), keyword: 'stop', text: 'STOP' }));
    expect(await world.customers.get(customerId)).toMatchObject({
      name: 'Amara Okafor, VIP',
      optedOut: ['sms', 'rcs'],
    });
  });
});

describe('a Message-ID that came before', () => {
  const copy = { sentAt: at('12:05'), text: 'Where is my refund?' };

  it('with the same text is a copy that came by another way', async () => {
    const world = aWorld();
    const first = await placeMessage(world, aMail({ ...copy, providerId: 'ses-1' }));
    const second = await placeMessage(world, aMail({ ...copy, providerId: 'ses-2' }));
    expect(second).toStrictEqual({ conversationId: first.conversationId, outcome: 'duplicate' });
  });

  it('with another text is another mail: whoever writes ids of others loses nothing for them', async () => {
    const world = aWorld();
    await placeMessage(world, aMail({ ...copy, providerId: 'ses-1' }));
    const second = await placeMessage(world, aMail({ ...copy, providerId: 'ses-2', text: 'And now?' }));
    expect(second.outcome).toBe('saved');
  });
});
