import { describe, expect, it } from 'vitest';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { type ContinuityRules, continuityByDefault } from '#domain/conversations/continuity.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aConnection, aMail, aMessage, at, noon } from '#test/support/builders.ts';
import { aWorld } from '#test/support/memory-world.ts';

const connections = [
  aConnection(),
  aConnection({ id: 'support-mail', provider: 'ses-email', channel: 'email', address: 'help@shop.example' }),
  aConnection({ id: 'support-chat', provider: 'web-chat', channel: 'chat', address: 'chat' }),
  aConnection({ id: 'support-voice', provider: 'twilio-voice', channel: 'voice', address: '+15550002000' }),
];

/** Somebody whose chat session proves the mail address. */
const chat = (overrides: Partial<InboundMessage> = {}): InboundMessage =>
  aMessage({
    channel: 'chat',
    connectionId: 'support-chat',
    providerId: 'chat-1',
    sender: {
      address: 'visitor-1',
      scope: 'support-chat',
      verified: true,
      aliases: [
        { channel: 'email', address: 'amara@x.example' },
        { channel: 'voice', address: '+15550100' },
      ],
    },
    text: 'My order A-4711 has not arrived',
    ...overrides,
  });
const mail = (overrides: Partial<InboundMessage> = {}) =>
  aMail(
    { providerId: 'ses-9', subject: 'Order A-4711', text: 'Any news?', sentAt: at('12:10'), ...overrides },
    { messageId: '<9@x>' },
  );
const call = (overrides: Partial<InboundMessage> = {}) =>
  aMessage({
    channel: 'voice',
    connectionId: 'support-voice',
    providerId: 'CA1',
    text: '',
    sentAt: at('12:20'),
    parts: [{ kind: 'call', direction: 'in', outcome: 'missed' }],
    ...overrides,
  });

async function placed(messages: readonly InboundMessage[], rules?: Partial<ContinuityRules>) {
  const world = aWorld({ connections, ...(rules ? { continuity: { ...continuityByDefault, ...rules } } : {}) });
  const ids: string[] = [];
  for (const message of messages) {
    world.moveClockTo(message.sentAt);
    ids.push((await placeMessage(world.needs, message)).conversationId);
  }
  return { world, ids, conversations: new Set(ids).size };
}

describe('a customer who changes channels', () => {
  it('stays one customer and one conversation: chat, then mail, then phone', async () => {
    const { world, ids, conversations } = await placed([chat(), mail(), call()]);
    expect(conversations).toBe(1);
    expect(world.memory.customers.size).toBe(1);
    const received = (await world.events(ids[0] ?? '')).filter((event) => event.type === 'MessageReceived');
    expect(received.map((event) => event.placedBecause)).toStrictEqual([
      undefined,
      'same customer, chat before; both name a-4711',
      'same customer, and this conversation by email is the only one running',
    ]);
  });

  it('is answered where they wrote last, and a call does not change that', async () => {
    const { world, ids } = await placed([chat(), mail(), call()]);
    expect(await world.conversation(ids[0] ?? '')).toMatchObject({ channel: 'email', connectionId: 'support-mail' });
  });

  it('opens another conversation about another topic', async () => {
    const other = mail({ subject: 'Job application', text: 'I would like to work with you' });
    expect((await placed([chat(), other])).conversations).toBe(2);
  });

  it.each([
    ['never', 2],
    ['always', 1],
  ] as const)('is kept together %s, when the rules say so', async (acrossChannels, conversations) => {
    const other = acrossChannels === 'always' ? mail({ subject: 'Something else', text: 'Hello again' }) : mail();
    expect((await placed([chat(), other], { acrossChannels })).conversations).toBe(conversations);
  });

  it('opens another conversation once the first has been quiet for long', async () => {
    expect((await placed([chat(), mail({ sentAt: '2026-11-22T12:00:01.000Z' })])).conversations).toBe(2);
    expect((await placed([chat(), mail({ sentAt: '2026-11-22T12:00:00.000Z' })])).conversations).toBe(1);
  });

  it('is not recognised by an address that nobody proved', async () => {
    const forged = mail({ sender: { address: 'amara@x.example', verified: false } });
    const { world, conversations } = await placed([chat(), forged]);
    expect(conversations).toBe(2);
    expect(world.memory.customers.size).toBe(2);
  });

  it('is the same person by text, by WhatsApp and by phone, since the number is the same', async () => {
    const { world } = await placed([aMessage({ sentAt: noon }), call()]);
    expect(
      [...world.memory.customers.values()].map(({ identities }) => identities.map(({ channel }) => channel)),
    ).toStrictEqual([['sms', 'voice']]);
  });
});

describe('a visitor who left an address and answers by mail', () => {
  const left = chat({
    sender: { address: 'visitor-1', scope: 'support-chat', verified: true },
    parts: [{ kind: 'contact', name: 'Amara', phones: [], emails: ['typed@x.example'] }],
  });
  const answer = (address: string, replyToken: string) =>
    mail({ text: 'Thank you', subject: 'Re: chat', sender: { address, verified: false }, replyToken });

  it('lands in the same conversation with our token, and with nobody else’s address', async () => {
    const { world, ids } = await placed([left]);
    const [id = ''] = ids;
    expect((await placeMessage(world.needs, answer('typed@x.example', id))).conversationId).toBe(id);
    const guessed = { ...answer('other@x.example', id), providerId: 'ses-10' };
    expect((await placeMessage(world.needs, { ...guessed, email: undefined })).conversationId).not.toBe(id);
  });
});

describe('a call that nobody answered', () => {
  it.each(['missed', 'voicemail', 'call-back', 'abandoned'] as const)(
    'becomes a task to call back: %s',
    async (outcome) => {
      const { world, ids } = await placed([call({ parts: [{ kind: 'call', direction: 'in', outcome }] })]);
      const conversation = await world.conversation(ids[0] ?? '');
      expect(conversation.tasks).toMatchObject([{ what: 'call-back', to: '+15550100' }]);
      expect(conversation.deadline).toMatchObject({ kind: 'first-reply' });
    },
  );

  it('is none when it was answered', async () => {
    const { world, ids } = await placed([call({ parts: [{ kind: 'call', direction: 'in', outcome: 'answered' }] })]);
    const conversation = await world.conversation(ids[0] ?? '');
    expect(conversation.tasks ?? []).toStrictEqual([]);
    expect(conversation.deadline).toBeUndefined();
  });
});

describe('a thread of the provider', () => {
  const comment = (providerId: string, thread: string, address = 'p1') =>
    aMessage({ providerId, thread, isPublic: true, sender: { address, scope: 'page', verified: true }, text: 'Nice' });

  it('is one conversation, whoever writes in it', async () => {
    expect((await placed([comment('c1', 't1'), comment('c2', 't1', 'p2')])).conversations).toBe(1);
  });

  it('is another conversation than another thread of the same person', async () => {
    expect((await placed([comment('c1', 't1'), comment('c2', 't2')])).conversations).toBe(2);
  });
});
