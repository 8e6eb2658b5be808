import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { findRow, get, post, whenConversation } from '../journey.ts';
import { answer, held, messagesOf, reached, tryToAnswer } from './channel-journey.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const changesOf = ({ events }: ConversationDetail) =>
  events.flatMap((event) => (event.type === 'MessageUpdated' ? [event] : []));

/** The conversation once its last change is of this kind. */
const whenChanged = (id: string, what: string): Promise<ConversationDetail> =>
  whenConversation(system, id, (detail) => changesOf(detail).at(-1)?.change.what === what);

const changing = [
  { provider: 'meta-whatsapp', can: ['react', 'edit', 'delete'], values: {} },
  { provider: 'aws-whatsapp', can: ['react', 'edit', 'delete'], values: { from: '491510000202' } },
  { provider: 'messenger', can: ['react', 'edit', 'delete'], values: {} },
  { provider: 'instagram', can: ['react', 'edit', 'delete'], values: {} },
  { provider: 'slack', can: ['react', 'edit', 'delete'], values: {} },
  { provider: 'telegram', can: ['react', 'edit'], values: {} },
  { provider: 'generic-webhook', can: ['edit', 'delete'], values: {} },
  { provider: 'line', can: ['edit', 'delete'], values: { group: `C${'9f8e7d6c'.repeat(4)}` } },
];

const those = (what: string) => changing.filter(({ can }) => can.includes(what));
const textOf = (provider: string): string => `My code is ${provider}-4711`;
const textAfter = (provider: string): string => `My code is ${provider}-4712`;

describe('what a customer wrote', () => {
  it.each(changing)('by $provider comes in', async ({ provider, values }) => {
    const text = textOf(provider);
    await system.simulate(provider, 'message', { ...values, text });
    expect(messagesOf(await held(system, text)).at(-1)).toMatchObject({ text });
  });

  it.each(those('react'))('by $provider has the reaction below it', async ({ provider, values }) => {
    const text = textOf(provider);
    const { id } = await findRow(system, text);
    await system.simulate(provider, 'reaction', values);
    const detail = await whenChanged(id, 'reacted');
    const reaction = changesOf(detail).at(-1);
    expect(reaction?.change).toMatchObject({ emoji: expect.stringMatching(/\S/) });
    expect(detail.events.find((event) => event.id === reaction?.aboutEventId)).toMatchObject({ message: { text } });
  });

  it.each(those('edit'))('by $provider is shown as it reads now', async ({ provider, values }) => {
    const { id } = await findRow(system, textOf(provider));
    await system.simulate(provider, 'edit', { ...values, text: textAfter(provider) });
    const detail = await whenChanged(id, 'edited');
    expect(changesOf(detail).at(-1)?.change).toMatchObject({ text: textAfter(provider) });
    expect(detail.conversation.lastMessage?.preview).toBe(textAfter(provider));
  });

  it.each(those('delete'))('by $provider is nowhere any more once it is taken back', async ({ provider, values }) => {
    const { id } = await findRow(system, textAfter(provider));
    await system.simulate(provider, 'delete', values);
    const detail = await whenChanged(id, 'deleted');
    expect(JSON.stringify(detail)).not.toMatch(/-471[12]/);
    expect(messagesOf(detail)).toContainEqual(expect.objectContaining({ text: '', attachments: [] }));
    expect(detail.conversation).toMatchObject({
      subject: '(deleted by the customer)',
      lastMessage: { preview: '' },
    });
  });
});

describe('a reaction to an answer of ours', () => {
  const behindColon = (id: string): string => id.slice(id.indexOf(':') + 1);

  it.each([
    { provider: 'telegram', from: '352706555', named: (id: string) => ({ number: behindColon(id) }) },
    { provider: 'slack', from: 'U0ANN00001', named: (id: string) => ({ ts: behindColon(id) }) },
    { provider: 'messenger', from: '7300000000000055', named: (id: string) => ({ mid: id }) },
    { provider: 'meta-whatsapp', from: '491510000355', named: (id: string) => ({ wamid: id }) },
  ])('is below that answer in $provider', async ({ provider, from, named }) => {
    await system.simulate(provider, 'message', { from, text: `Thanks in ${provider}?` });
    const seen = await held(system, `Thanks in ${provider}?`);
    await answer(system, seen, { text: `You are welcome in ${provider}.` });
    const { id } = await reached(system, provider, `You are welcome in ${provider}.`);
    await system.simulate(provider, 'reaction', { from, ...named(id) });
    const detail = await whenChanged(seen.conversation.id, 'reacted');
    const about = changesOf(detail).at(-1)?.aboutEventId;
    expect(detail.events.find((event) => event.id === about)).toMatchObject({ type: 'ReplyWritten' });
    await post(system, 'ada', { path: `/v1/conversations/${seen.conversation.id}/resolve` });
  });
});

describe('a picture of a customer', () => {
  const link = (id: string, attachmentId: string) =>
    get<{ url: string }>(system, 'ada', `/v1/conversations/${id}/attachments/${attachmentId}`);

  it.each([
    { provider: 'meta-whatsapp', from: '491510000301' },
    { provider: 'aws-whatsapp', from: '491510000302' },
    { provider: 'twilio-whatsapp', from: '+15550102009' },
    { provider: 'messenger', from: '7300000000000012' },
    { provider: 'instagram', from: '1234567890123999' },
    { provider: 'telegram', from: '352706599', name: 'Eve Adler' },
    { provider: 'slack', from: 'U0EVE00001' },
    { provider: 'line', from: `U${'5e5e5e5e'.repeat(4)}` },
    { provider: 'viber', from: 'EveEveEveEveEveEveEveE==' },
    { provider: 'x', from: '3333333333333333333' },
    { provider: 'mastodon', from: 'eve@cybre.example' },
  ])('is copied from $provider, and is what its bytes are', async ({ provider, ...who }) => {
    const text = `Broken like this: ${provider}`;
    await system.simulate(provider, 'message', { ...who, text });
    const { id } = await findRow(system, text);
    await system.simulate(provider, 'picture', { ...who, text: '' });
    const detail = await whenConversation(system, id, (one) => messagesOf(one).length === 2);
    const [attachment] = messagesOf(detail)[1]?.attachments ?? [];
    expect(attachment).toMatchObject({ contentType: 'image/png' });
    const { body } = await link(id, attachment?.id ?? '');
    const bytes = Buffer.from(await (await fetch(body.url)).arrayBuffer());
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    await post(system, 'ada', { path: `/v1/conversations/${id}/resolve` });
  });

  it.each([
    { provider: 'meta-whatsapp', from: '491510000301' },
    { provider: 'messenger', from: '7300000000000012' },
    { provider: 'line', from: `U${'5e5e5e5e'.repeat(4)}` },
  ])('is gone when it is taken back in $provider', async ({ provider, ...who }) => {
    await system.simulate(provider, 'message', { ...who, text: `Once more with ${provider}` });
    const { id } = await findRow(system, `Once more with ${provider}`);
    await system.simulate(provider, 'picture', who);
    const before = await whenConversation(system, id, (one) => messagesOf(one).at(-1)?.attachments.length === 1);
    const attachmentId = messagesOf(before).at(-1)?.attachments[0]?.id ?? '';
    const { body } = await link(id, attachmentId);
    expect((await fetch(body.url)).status).toBe(200);
    await system.simulate(provider, 'delete', who);
    await whenChanged(id, 'deleted');
    expect((await link(id, attachmentId)).status).toBe(404);
    expect((await fetch(body.url)).status).toBe(404);
  });
});

describe('a customer who wants to hear no more', () => {
  it.each([
    { provider: 'telegram', stop: 'block', start: 'unblock', from: '352706777' },
    { provider: 'line', stop: 'block', start: 'unblock', from: `U${'b10cb10c'.repeat(4)}` },
    { provider: 'viber', stop: 'unsubscribe', start: 'subscribe', from: 'BlockBlockBlockBlockBl==' },
  ])('of $provider is not written to until they come back', async ({ provider, stop, start, from }) => {
    const text = `Last question by ${provider}`;
    await system.simulate(provider, 'message', { from, text });
    const seen = await held(system, text);
    const { id } = seen.conversation;
    await system.simulate(provider, stop, { from });
    await whenConversation(system, id, ({ conversation }) => conversation.optedOut);
    expect(await tryToAnswer(system, seen, { text: 'One more thing' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining(`asked not to be written to on ${provider}`) },
    });
    await system.simulate(provider, start, { from });
    await whenConversation(system, id, ({ conversation }) => !conversation.optedOut);
    await answer(system, seen, { text: `Welcome back to ${provider}` });
    await reached(system, provider, `Welcome back to ${provider}`);
    await post(system, 'ada', { path: `/v1/conversations/${id}/resolve` });
  });
});
