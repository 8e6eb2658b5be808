import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsOf } from '#domain/channels/limits.ts';
import { localChannels } from '#local/channels/channels.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { post, rowsOf, whenConversation } from '../journey.ts';
import { answer, deliveriesOf, held, holderOf, messagesOf, reached, rowNamed, tryToAnswer } from './channel-journey.ts';
import { mailTo } from './mailbox.ts';
import { visitorOfChat } from './visitor.ts';
import { channelOf } from './webhooks.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

/** So that agents have room for the next one. */
const resolve = (id: string) => post(system, 'ada', { path: `/v1/conversations/${id}/resolve` });

type Case = {
  readonly customer: string;
  /** Where the stand-in shows the answer. */
  readonly to: string;
  /** What the provider tells last of a message that arrived. */
  readonly last: 'sent' | 'delivered' | 'read';
};

const chats: Readonly<Record<string, Case>> = {
  'in-app': { customer: 'Tomas Vik', to: 'u-2001', last: 'sent' },
  'twilio-whatsapp': { customer: 'Rosa Marin', to: 'whatsapp:+15550102000', last: 'read' },
  'meta-whatsapp': { customer: 'Mila Brandt', to: '+491510000201', last: 'read' },
  messenger: { customer: 'Tom Okafor', to: '7300000000000011', last: 'read' },
  instagram: { customer: 'Ines Duarte', to: '1234567890123456', last: 'read' },
  line: { customer: 'Hana Sato', to: `U${'1a2b3c4d'.repeat(4)}`, last: 'sent' },
  viber: { customer: 'Olena Kovalenko', to: '3SQNc4FPUQmysaM/AQEhXg==', last: 'read' },
  x: { customer: 'OtherUser', to: '2222222222222222222', last: 'sent' },
  telegram: { customer: 'Nora Pohl', to: '352706501', last: 'sent' },
  slack: { customer: 'Nora Pohl', to: 'D0NORA0001', last: 'sent' },
  'generic-webhook': { customer: 'Pallets & Co', to: 'partner-77', last: 'sent' },
  'google-play': { customer: 'Jane Bloggs', to: 'Jane Bloggs', last: 'sent' },
  'app-store': { customer: 'Anne Johnson', to: 'Anne Johnson', last: 'sent' },
  mastodon: { customer: 'zsc', to: '@zsc@cybre.example', last: 'sent' },
};

/** Played by emulators of AWS services, which show what was sent only by its receipts. */
const aws: Readonly<Record<string, Omit<Case, 'to'>>> = {
  'aws-whatsapp': { customer: 'Deniz Aydin', last: 'read' },
  'aws-sms': { customer: '+15550104000', last: 'delivered' },
};

const calls = ['twilio-voice', 'amazon-connect'];

it('is tried with every provider that the local system plays', () => {
  const tried = [...Object.keys(chats), ...Object.keys(aws), ...calls, 'web-chat', 'web-form'];
  expect(tried.toSorted()).toStrictEqual(localChannels.map(({ connection }) => connection.provider).toSorted());
});

/** The customer's words, on the list of the agent who has them. */
async function heardFrom(provider: string, customer: string, text: string) {
  const { connection } = channelOf(provider);
  const seen = await held(system, text);
  const listed = await rowsOf(system, holderOf(seen), 'view=mine');
  expect(listed.find(({ id }) => id === seen.conversation.id)).toMatchObject({
    channel: connection.channel,
    customerName: customer,
    lastMessage: { direction: 'in', preview: expect.stringContaining(text) },
  });
  return seen;
}

describe('a customer who writes', () => {
  it.each(Object.entries(chats))(
    'by %s is answered there, and the agent sees how that fared',
    async (provider, told) => {
      const text = `Where is my lamp, asked by ${provider}?`;
      await system.simulate(provider, 'message', { text });
      const seen = await heardFrom(provider, told.customer, text);
      await answer(system, seen, { text: `It leaves tomorrow, dear ${provider}.` });
      expect(await reached(system, provider, `It leaves tomorrow, dear ${provider}.`)).toMatchObject({ to: told.to });
      await whenConversation(system, seen.conversation.id, (detail) => deliveriesOf(detail).at(-1) === told.last);
      await resolve(seen.conversation.id);
    },
  );

  it.each(Object.entries(aws))('by %s is answered, as the receipts tell', async (provider, { customer, last }) => {
    const text = `Where is my lamp, asked by ${provider}?`;
    const from = provider === 'aws-whatsapp' ? { from: '491510000202' } : {};
    await system.simulate(provider, 'message', { ...from, text });
    const seen = await heardFrom(provider, customer, text);
    await answer(system, seen, { text: 'It leaves tomorrow.' });
    await whenConversation(system, seen.conversation.id, (detail) => deliveriesOf(detail).at(-1) === last);
    await resolve(seen.conversation.id);
  });

  it('in the chat of the shop is answered on that page, and the agent sees that it was read', async () => {
    await system.simulate('web-chat', 'message', { text: 'Where is my lamp, asked in the chat?' });
    const seen = await heardFrom('web-chat', 'Ines Rocha', 'Where is my lamp, asked in the chat?');
    await answer(system, seen, { text: 'It leaves tomorrow, dear visitor.' });
    const visitor = await visitorOfChat(system, { id: 'k-1001', name: 'Ines Rocha' });
    const shown = await visitor.messages();
    expect(shown.map(({ from, text }) => [from, text])).toStrictEqual([
      ['visitor', 'Where is my lamp, asked in the chat?'],
      ['agent', 'It leaves tomorrow, dear visitor.'],
    ]);
    await visitor.hasSeen(shown.at(-1)?.id ?? '');
    await whenConversation(system, seen.conversation.id, (detail) => deliveriesOf(detail).at(-1) === 'read');
    await resolve(seen.conversation.id);
  });

  it('by the contact form is answered by mail, which arrives', async () => {
    await system.simulate('web-form', 'message', { message: 'Where is my lamp, asked by form?' });
    const seen = await heardFrom('web-form', 'Grace Field', 'Where is my lamp, asked by form?');
    await answer(system, seen, { text: 'It leaves tomorrow, dear Grace.' });
    expect(await mailTo(system, 'grace@customer.example')).toMatchObject({
      body: { text: expect.stringContaining('It leaves tomorrow, dear Grace.') },
    });
    await whenConversation(system, seen.conversation.id, (detail) => deliveriesOf(detail).at(-1) === 'delivered');
    await resolve(seen.conversation.id);
  });
});

describe('a customer who calls', () => {
  it.each([
    ['twilio-voice', { from: '+15550103001', outcome: 'voicemail' }, 'voicemail'],
    ['amazon-connect', { from: '+15550103002', outcome: 'hang up' }, 'abandoned'],
  ])('by %s is on the list with what it came to, and is called back', async (provider, values, outcome) => {
    await system.simulate(provider, 'call', values);
    const { id } = await rowNamed(system, values.from);
    const seen = await whenConversation(
      system,
      id,
      ({ conversation }) => conversation.holder.kind === 'agent' && conversation.tasks?.length === 1,
    );
    expect(seen.conversation).toMatchObject({
      channel: 'voice',
      customerName: values.from,
      tasks: [{ what: 'call-back', to: values.from }],
    });
    const [call] = messagesOf(seen);
    expect(call?.parts).toContainEqual(expect.objectContaining({ kind: 'call', direction: 'in', outcome }));

    expect(limitsOf(channelOf(provider).connection.provider, 'voice').maxText).toBe(0);
    expect(await tryToAnswer(system, seen, { text: 'Hello?' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('cannot be answered in writing') },
    });
    const task = seen.conversation.tasks?.[0]?.id ?? '';
    await post(system, holderOf(seen), { path: `/v1/conversations/${id}/tasks/${task}/done` });
    await whenConversation(system, id, ({ conversation }) => (conversation.tasks ?? []).length === 0);
    await resolve(id);
  });
});

describe('where others read along', () => {
  const group = `C${'9f8e7d6c'.repeat(4)}`;
  const inSlack = { channel: 'C0HELP0001', thread: '1795320654.000001' };

  const below = (id: string): string => `everybody, below ${id}`;

  type Place = {
    readonly provider: string;
    readonly action?: string;
    readonly channel?: string;
    readonly values?: Readonly<Record<string, string>>;
    /** Where the stand-in shows the answer to the message with this id. */
    readonly place: (id: string) => string;
  };
  const places: readonly Place[] = [
    { provider: 'messenger', action: 'comment', channel: 'facebook', place: below },
    { provider: 'instagram', action: 'comment', place: below },
    { provider: 'x', action: 'mention', place: below },
    { provider: 'slack', values: inSlack, place: () => `${inSlack.channel}, below ${inSlack.thread}` },
    { provider: 'telegram', values: { group: '-100777' }, place: () => '-100777' },
    { provider: 'line', values: { group }, place: () => group },
    { provider: 'mastodon', values: { from: 'ida@cybre.example' }, place: () => '@ida@cybre.example' },
  ];

  it.each(places)('by $provider the answer goes to the same place', async (given) => {
    const { provider, action = 'message', channel = provider, values = {}, place } = given;
    const text = `Is the blue one back, asked by ${provider}?`;
    await system.simulate(provider, action, { ...values, text });
    const seen = await held(system, text);
    expect(seen.conversation.channel).toBe(channel);
    await answer(system, seen, { text: `The blue one is back, ${provider}.` });
    const to = place(messagesOf(seen).at(-1)?.providerId ?? '');
    expect(await reached(system, provider, `The blue one is back, ${provider}.`)).toMatchObject({ to });
    await whenConversation(system, seen.conversation.id, (detail) => deliveriesOf(detail).at(-1) === 'sent');
    await resolve(seen.conversation.id);
  });
});
