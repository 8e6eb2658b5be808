import { describe, expect, it } from 'vitest';
import type { Receipt } from '#domain/channels/delivery.ts';
import type { Consent, MessageChange, MessageUpdate, SentElsewhere } from '#domain/channels/message-update.ts';
import { placeConsent } from '#domain/conversations/place-consent.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { placeSentElsewhere } from '#domain/conversations/place-sent-elsewhere.ts';
import { placeUpdate } from '#domain/conversations/place-update.ts';
import { placeWatermark } from '#domain/conversations/place-watermark.ts';
import { aConnection, aMessage, anOpening, aReply, at, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const picture = { id: 'p1', fileName: 'me.jpg', contentType: 'image/jpeg', bytes: 10, key: 'media/support-sms/p1' };

/** Amara wrote, with a picture. */
async function written() {
  const world = aWorld();
  const removed: string[] = [];
  const needs = { ...world.needs, files: { remove: async (key: string) => void removed.push(key) } };
  const message = aMessage({ text: 'My secret', attachments: [picture], parts: [{ kind: 'sticker', emoji: '🙂' }] });
  const { conversationId: id } = await placeMessage(needs, message);
  const update = (change: MessageChange, updateId = 'u1', providerId = message.providerId): MessageUpdate => ({
    connectionId: 'support-sms',
    providerId,
    updateId,
    at: noon,
    by: 'customer',
    change,
  });
  return { world, needs, id, removed, update };
}

describe('what becomes of a message after it was written', () => {
  const changes: readonly MessageChange[] = [
    { what: 'reacted', emoji: '❤️' },
    { what: 'edited', text: 'My other secret' },
    { what: 'extended', attachments: [], transcript: 'Hello?' },
  ];
  it.each(changes)('is a fact about it: %o', async (change) => {
    const { world, needs, id, update } = await written();
    expect(await placeUpdate(needs, update(change))).toBe('placed');
    const events = await world.events(id);
    const about = events.find((event) => event.type === 'MessageReceived');
    expect(events.at(-1)).toMatchObject({ type: 'MessageUpdated', aboutEventId: about?.id, change });
  });

  it('is noted once, however often it is told', async () => {
    const { world, needs, id, update } = await written();
    await placeUpdate(needs, update({ what: 'reacted', emoji: '👍' }));
    world.moveClockTo(at('12:05'));
    expect(await placeUpdate(needs, update({ what: 'reacted', emoji: '👍' }))).toBe('duplicate');
    expect((await world.kinds(id)).filter((kind) => kind === 'MessageUpdated')).toHaveLength(1);
  });

  it('shows the new words of an edited message in lists', async () => {
    const { world, needs, id, update } = await written();
    await placeUpdate(needs, update({ what: 'edited', text: 'Never mind' }));
    expect((await world.conversation(id)).lastMessage?.preview).toBe('Never mind');
  });

  it('is unknown when it is about no message of ours', async () => {
    const { needs, update } = await written();
    expect(await placeUpdate(needs, update({ what: 'deleted' }, 'u1', 'SM404'))).toBe('unknown');
  });

  it('can be about an answer of ours', async () => {
    const { world, needs, id, update } = await written();
    await world.happens(id, aReply({ messageId: 'm1' }));
    world.memory.claims.set('support-sms#SM900', {
      key: 'support-sms#SM900',
      conversationId: id,
      commitId: 'c',
      messageId: 'm1',
    });
    expect(await placeUpdate(needs, update({ what: 'reacted', emoji: '👍' }, 'u1', 'SM900'))).toBe('placed');
  });
});

describe('a message that the customer unsends', () => {
  it('leaves nothing of what was written or sent, anywhere', async () => {
    const { world, needs, id, removed, update } = await written();
    await placeUpdate(needs, update({ what: 'deleted' }));
    const kept = JSON.stringify([await world.conversation(id), await world.events(id)]);
    expect(kept).not.toMatch(/My secret|me\.jpg|🙂/);
    expect(removed).toStrictEqual([picture.key]);
  });

  it('takes with it what was edited and what was added since', async () => {
    const { world, needs, id, removed, update } = await written();
    const recording = { ...picture, id: 'r1', fileName: 'my-recording.mp3', key: 'media/support-sms/r1' };
    await placeUpdate(needs, update({ what: 'edited', text: 'My other secret' }, 'u1'));
    await placeUpdate(needs, update({ what: 'extended', attachments: [recording], transcript: 'I whisper' }, 'u2'));
    await placeUpdate(needs, update({ what: 'deleted' }, 'u3'));
    const kept = JSON.stringify([await world.conversation(id), await world.events(id)]);
    expect(kept).not.toMatch(/secret|whisper|my-recording/);
    expect(removed).toStrictEqual([picture.key, recording.key]);
  });

  it('does not come back with an edit or a recording that is told later', async () => {
    const { world, needs, id, removed, update } = await written();
    await placeUpdate(needs, update({ what: 'deleted' }, 'u1'));
    const recording = { ...picture, id: 'r1', key: 'media/support-sms/r1' };
    const edited = update({ what: 'edited', text: 'My other secret' }, 'u2');
    const extended = update({ what: 'extended', attachments: [recording] }, 'u3');
    expect([await placeUpdate(needs, edited), await placeUpdate(needs, extended)]).toStrictEqual([
      'nothing-new',
      'nothing-new',
    ]);
    expect(JSON.stringify([await world.conversation(id), await world.events(id)])).not.toMatch(/secret|r1/);
    expect(removed).toContain(recording.key);
  });

  it('still shows that there was one, and when it went', async () => {
    const { world, needs, id, update } = await written();
    world.moveClockTo(at('12:30'));
    await placeUpdate(needs, update({ what: 'deleted' }));
    const message = (await world.events(id)).find((event) => event.type === 'MessageReceived');
    expect(message).toMatchObject({ deletedAt: at('12:30'), message: { text: '', attachments: [] } });
    expect(await world.conversation(id)).toMatchObject({
      subject: '(deleted by the customer)',
      lastMessage: { preview: '' },
    });
  });

  it('leaves the others as they are', async () => {
    const { world, needs, id, update } = await written();
    await placeMessage(needs, aMessage({ providerId: 'SM2', text: 'Another one', sentAt: at('12:01') }));
    await placeUpdate(needs, update({ what: 'deleted' }, 'u1', 'SM2'));
    const texts = (await world.events(id)).flatMap((event) =>
      event.type === 'MessageReceived' ? [event.message.text] : [],
    );
    expect(texts).toStrictEqual(['My secret', '']);
    expect((await world.conversation(id)).subject).toBe('My secret');
  });
});

describe('a call that was reported before it was known how it ended', () => {
  async function called(outcome: 'abandoned' | 'answered') {
    const world = aWorld({ connections: [aConnection({ id: 'voice', provider: 'twilio-voice', channel: 'voice' })] });
    const needs = { ...world.needs, files: { remove: async () => undefined } };
    const call = { kind: 'call', direction: 'in', outcome } as const;
    const sent = { channel: 'voice', connectionId: 'voice', providerId: 'CA1', text: '', parts: [call] } as const;
    const { conversationId: id } = await placeMessage(needs, aMessage({ ...sent, parts: [call] }));
    const told = (change: MessageChange, updateId: string): MessageUpdate => ({
      connectionId: 'voice',
      providerId: 'CA1',
      updateId,
      at: noon,
      by: 'customer',
      change,
    });
    return { world, needs, id, told, call };
  }

  it('needs no call back once it turns out to have been answered', async () => {
    const { world, needs, id, told, call } = await called('abandoned');
    expect((await world.conversation(id)).tasks).toHaveLength(1);
    await placeUpdate(
      needs,
      told({ what: 'extended', attachments: [], call: { ...call, outcome: 'answered', durationSeconds: 61 } }, 'u1'),
    );
    expect((await world.conversation(id)).tasks).toStrictEqual([]);
    expect((await world.events(id)).findLast((event) => event.type === 'MessageUpdated')).toMatchObject({
      change: { call: { outcome: 'answered', durationSeconds: 61 } },
    });
  });

  it('changes nothing when a report says what is known', async () => {
    const { world, needs, id, told, call } = await called('answered');
    const before = await world.conversation(id);
    await placeUpdate(
      needs,
      told({ what: 'extended', attachments: [], call: { ...call, outcome: 'abandoned' } }, 'u1'),
    );
    expect(await world.conversation(id)).toStrictEqual(before);
  });
});

describe('a message that was taken out into a conversation of its own', () => {
  it('is deleted there too', async () => {
    const { world, needs, id, update } = await written();
    const [, message] = await world.events(id);
    if (message?.type !== 'MessageReceived') throw new Error('the message is the second fact');
    const { type, message: content } = message;
    await world.happens('c2', anOpening({ subject: 'My secret' }), { type, message: content });
    const moved = { eventIds: [message.id], toConversationId: 'c2', reason: 'another topic' };
    await world.happens(id, { type: 'MessagesMoved', ...moved });
    await placeUpdate(needs, update({ what: 'deleted' }));
    expect(JSON.stringify(await world.events('c2'))).not.toMatch(/My secret|me\.jpg/);
  });
});

describe('a customer who blocks us', () => {
  const consent = (overrides: Partial<Consent> = {}): Consent => ({
    channel: 'sms',
    connectionId: 'support-sms',
    sender: { address: '+15550100' },
    to: 'stop',
    extent: 'everything',
    reason: 'blocked the number',
    at: noon,
    id: 'block-1',
    ...overrides,
  });

  it('is not written to on that channel, until they come back', async () => {
    const { world, needs, id } = await written();
    expect(await placeConsent(needs, consent())).toBe('placed');
    expect(await world.conversation(id)).toMatchObject({ optedOut: true });
    expect([...world.memory.customers.values()][0]?.optedOut).toStrictEqual(['sms']);
    expect(await placeConsent(needs, consent())).toBe('duplicate');
    await placeConsent(needs, consent({ to: 'start', id: 'block-2' }));
    expect(await world.conversation(id)).toMatchObject({ optedOut: false });
  });

  it('may still be answered when it was about advertising only', async () => {
    const { world, needs, id } = await written();
    await placeConsent(needs, consent({ extent: 'marketing' }));
    expect(await world.conversation(id)).toMatchObject({ optedOut: false });
    expect([...world.memory.customers.values()][0]).toMatchObject({ optedOut: [], noMarketing: ['sms'] });
  });

  it('is a stranger when nobody ever talked to them', async () => {
    const { needs } = await written();
    expect(await placeConsent(needs, consent({ sender: { address: '+15559999' } }))).toBe('stranger');
  });
});

describe('an answer given with another tool', () => {
  const elsewhere = (overrides: Partial<SentElsewhere> = {}): SentElsewhere => ({
    channel: 'sms',
    connectionId: 'support-sms',
    providerId: 'SM-echo',
    to: { address: '+15550100' },
    sentAt: at('12:03'),
    text: 'Answered from the phone',
    attachments: [],
    ...overrides,
  });

  it('is shown, and keeps the promise', async () => {
    const { world, needs, id } = await written();
    expect((await world.conversation(id)).deadline).toBeDefined();
    expect(await placeSentElsewhere(needs, elsewhere())).toBe('placed');
    expect(await placeSentElsewhere(needs, elsewhere())).toBe('duplicate');
    expect(await world.conversation(id)).toMatchObject({
      deadline: undefined,
      lastMessage: { direction: 'out', preview: 'Answered from the phone' },
    });
  });

  it('is none when it is the echo of an answer of ours that is on its way', async () => {
    const { world, needs, id } = await written();
    await world.happens(id, aReply({ messageId: 'm1', text: 'It is on\nits way.' }), {
      type: 'DeliveryChanged',
      messageId: 'm1',
      status: 'ambiguous',
    });
    expect(await placeSentElsewhere(needs, elsewhere({ text: 'It is on its way.' }))).toBe('placed');
    expect((await world.conversation(id)).deliveries).toStrictEqual({ m1: 'sent' });
    expect(await world.kinds(id)).not.toContain('SentElsewhere');
  });

  it('finds its conversation by the thread, where there is one', async () => {
    const { world, needs } = await written();
    const review = aMessage({ providerId: 'review-1', thread: 'r1', isPublic: true });
    const { conversationId } = await placeMessage(needs, review);
    expect(await placeSentElsewhere(needs, elsewhere({ thread: 'r1', to: { address: 'whoever' } }))).toBe('placed');
    expect(await world.kinds(conversationId)).toContain('SentElsewhere');
  });

  it('to somebody unknown is nobody’s', async () => {
    const { needs } = await written();
    expect(await placeSentElsewhere(needs, elsewhere({ to: { address: '+15559999' } }))).toBe('stranger');
  });
});

describe('a watermark', () => {
  const upTo = (time: string, status: Receipt['status'] = 'read') => ({
    connectionId: 'support-sms',
    providerId: '',
    upTo: { address: '+15550100' },
    status,
    at: time,
    receiptId: `${status}:${time}`,
  });

  it('holds for everything sent before it, and for nothing after', async () => {
    const { world, needs, id } = await written();
    for (const [messageId, time] of [
      ['m1', '12:01'],
      ['m2', '12:02'],
      ['m3', '12:09'],
    ] as const) {
      world.moveClockTo(at(time));
      await world.happens(id, aReply({ messageId }), { type: 'DeliveryChanged', messageId, status: 'sent' });
    }
    expect(await placeWatermark(needs, 'sms', upTo(at('12:05')))).toBe('placed');
    expect((await world.conversation(id)).deliveries).toStrictEqual({ m1: 'read', m2: 'read', m3: 'sent' });
  });

  it('does not move a message back', async () => {
    const { world, needs, id } = await written();
    await world.happens(id, aReply({ messageId: 'm1' }), { type: 'DeliveryChanged', messageId: 'm1', status: 'sent' });
    await placeWatermark(needs, 'sms', upTo(at('12:05')));
    await placeWatermark(needs, 'sms', upTo(at('12:06'), 'delivered'));
    expect((await world.conversation(id)).deliveries).toStrictEqual({ m1: 'read' });
  });
});
