import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idFrom } from '#adapters/ids.ts';
import type { Template } from '#domain/channels/template.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { aConnection, aMessage, anAgent, anAnalysis, noon } from '#test/support/builders.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  const whatsApp = { provider: 'meta-whatsapp', channel: 'whatsapp', address: '+15550009000' } as const;
  await api.stores.connections.put(aConnection({ id: 'support-whatsapp', ...whatsApp }));
  await api.stores.settings.templates.put(template);
});
afterAll(() => api.stop());

const template: Template = {
  id: 'parcel',
  name: 'Parcel',
  connectionId: 'support-whatsapp',
  reference: 'parcel',
  language: 'en_US',
  body: 'Hello {{1}}, your parcel is on its way.',
  category: 'utility',
};

let keys = 0;
const post = (path: string, body: unknown, options: { key?: string; as?: string } = {}) => {
  keys += 1;
  return api.ask('POST', path, { body, key: `key-${keys}-channels`, ...options });
};
const placing = () => ({ ...api.stores, analyse: async () => anAnalysis(), idFrom, now: () => new Date(noon) });

/** Somebody on WhatsApp whose last message is so many hours old. */
async function onWhatsApp(hoursAgo: number, from = `+1555${1_000_000 + keys}`) {
  keys += 1;
  const sentAt = new Date(Date.parse(noon) - hoursAgo * 3_600_000).toISOString();
  const sender = { address: from, verified: true };
  const message = { channel: 'whatsapp', connectionId: 'support-whatsapp', sender, sentAt } as const;
  const { conversationId } = await placeMessage(placing(), aMessage({ ...message, providerId: `wamid.${keys}` }));
  const { events = [] } = (await api.stores.conversations.history(conversationId)) ?? {};
  return { id: conversationId, lastSeenEventId: events.at(-1)?.id ?? '', from };
}

describe('ways to answer', () => {
  it('are told with what each takes now', async () => {
    const { id, from } = await onWhatsApp(1);
    const { body } = await api.ask('GET', `/v1/conversations/${id}/reply-options`);
    expect(body.items).toMatchObject([
      {
        channel: 'whatsapp',
        to: from,
        may: 'anything',
        until: '2026-11-20T11:00:00.000Z',
        maxText: 4096,
        longText: 'split',
      },
      { channel: 'sms', connectionId: 'support-sms', to: from, may: 'anything', templates: [] },
    ]);
    expect(body.items[0].templates).toMatchObject([{ id: 'parcel', placeholders: ['1'] }]);
  });

  it('hold a text back after the window, and say what can be sent', async () => {
    const { id, lastSeenEventId } = await onWhatsApp(25);
    const refused = await post(`/v1/conversations/${id}/replies`, { text: 'Hello', lastSeenEventId });
    expect(refused).toMatchObject({
      status: 409,
      body: { window: { may: 'template', closedAt: '2026-11-19T11:00:00.000Z' } },
    });
    expect(refused.body.detail).toContain('only an approved template');
  });

  it('send a template in its place, shown as the customer will read it', async () => {
    const { id, lastSeenEventId } = await onWhatsApp(25);
    const filled = { template: { id: 'parcel', variables: { 1: 'Jo' } }, lastSeenEventId };
    const sent = await post(`/v1/conversations/${id}/replies`, filled);
    expect(sent.body.events[0]).toMatchObject({
      text: 'Hello Jo, your parcel is on its way.',
      template: { reference: 'parcel', variables: { 1: 'Jo' } },
    });
  });

  it('include another channel of the same customer', async () => {
    const { id, lastSeenEventId, from } = await onWhatsApp(25);
    const via = { connectionId: 'support-sms' };
    const sent = await post(`/v1/conversations/${id}/replies`, { text: 'By text', via, lastSeenEventId });
    expect(sent.body.events[0]).toMatchObject({ channel: 'sms', connectionId: 'support-sms', to: from });
    const nowhere = await post(`/v1/conversations/${id}/replies`, {
      text: 'x',
      via: { connectionId: 'none' },
      lastSeenEventId: sent.body.events[0].id,
    });
    expect(nowhere).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('no address on connection "none"') },
    });
  });

  it('split a long text into messages that the channel takes', async () => {
    const { id, lastSeenEventId } = await onWhatsApp(1);
    const sent = await post(`/v1/conversations/${id}/replies`, { text: 'word '.repeat(1000), lastSeenEventId });
    const replies = sent.body.events.filter(({ type }: { type: string }) => type === 'ReplyWritten');
    expect(replies.map(({ text }: { text: string }) => text.length)).toStrictEqual([4094, 904]);
  });
});

describe('a form for an upload', () => {
  it('lets one file of this size and type into the bucket', async () => {
    const { status, body } = await api.ask('POST', '/v1/uploads', {
      body: { bytes: 1000, contentType: 'application/pdf' },
    });
    expect(status).toBe(201);
    expect(body.fields).toMatchObject({ 'Content-Type': 'application/pdf', key: `uploads/maya/${body.uploadId}` });
    const policy = JSON.parse(Buffer.from(body.fields.Policy, 'base64').toString());
    expect(policy.conditions).toContainEqual(['content-length-range', 1, 1000]);
  });
});

describe('two conversations', () => {
  it('of one customer are joined by hand, and what follows goes to the one', async () => {
    const first = await onWhatsApp(1);
    const text = aMessage({
      sender: { address: first.from, verified: true },
      providerId: `SM-join-${keys}`,
      text: 'Something else entirely',
    });
    const other = await placeMessage({ ...placing(), settings: { ...api.stores.settings } }, text);
    expect(other.conversationId).not.toBe(first.id);
    const joined = await post(`/v1/conversations/${first.id}/join`, { conversationId: other.conversationId });
    expect(joined).toMatchObject({ status: 200, body: { conversation: { joinedFrom: [other.conversationId] } } });
    const detail = (await api.ask('GET', `/v1/conversations/${first.id}`)).body;
    expect(JSON.stringify(detail.events)).toContain('Something else entirely');
    const later = await placeMessage(placing(), { ...text, providerId: `SM-later-${keys}`, text: 'And more' });
    expect(later.conversationId).toBe(first.id);
  });

  it('of two customers are not, until these are said to be one', async () => {
    const [one, other] = [await onWhatsApp(1), await onWhatsApp(1)];
    const refused = await post(`/v1/conversations/${one.id}/join`, { conversationId: other.id });
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('merge the customers first') },
    });
    const customerOf = async (id: string) => (await api.stores.conversations.get(id))?.customerId;
    const merged = await post(`/v1/customers/${await customerOf(one.id)}/merge`, {
      customerId: await customerOf(other.id),
    });
    expect(merged.body.identities.map(({ value }: { value: string }) => value)).toStrictEqual([one.from, other.from]);
    expect(await post(`/v1/conversations/${one.id}/join`, { conversationId: other.id })).toMatchObject({ status: 200 });
  });

  it('come of one that is split, with the messages taken out of it', async () => {
    const { id, from } = await onWhatsApp(2);
    const second = aMessage({
      channel: 'whatsapp',
      connectionId: 'support-whatsapp',
      sender: { address: from, verified: true },
    });
    await placeMessage(placing(), { ...second, providerId: `wamid.second.${keys}`, text: 'And my other order?' });
    const events = (await api.ask('GET', `/v1/conversations/${id}`)).body.events;
    const [, taken] = events.filter(({ type }: { type: string }) => type === 'MessageReceived');
    const split = { eventIds: [taken.id] };
    const { body } = await post(`/v1/conversations/${id}/split`, split, { key: 'split-key-1' });
    expect((await post(`/v1/conversations/${id}/split`, split, { key: 'split-key-1' })).body).toStrictEqual(body);
    const opened = (await api.ask('GET', `/v1/conversations/${body.events[0].toConversationId}`)).body;
    expect(opened.conversation).toMatchObject({ subject: 'And my other order?', channel: 'whatsapp' });
    const left = (await api.ask('GET', `/v1/conversations/${id}`)).body.events;
    expect(JSON.stringify(left)).not.toContain('And my other order?');
  });
});

describe('calling a customer', () => {
  it('rings the phone of the agent first, and keeps the promise', async () => {
    const { id, from } = await onWhatsApp(1);
    const voice = aConnection({ id: 'support-voice', provider: 'twilio-voice', channel: 'voice' });
    await api.stores.connections.put(voice);
    const asked = { connectionId: voice.id, to: from };
    expect(await post(`/v1/conversations/${id}/calls`, asked)).toMatchObject({ status: 409 });
    await api.stores.agents.put(anAgent({ phone: '+15550002001' }));
    const { body } = await post(`/v1/conversations/${id}/calls`, asked);
    expect(body.events).toMatchObject([
      { type: 'ReplyWritten', channel: 'voice', to: from, callFrom: '+15550002001' },
      { type: 'DeadlineMet' },
    ]);
    const elsewhere = { ...asked, connectionId: 'support-sms' };
    expect(await post(`/v1/conversations/${id}/calls`, elsewhere)).toMatchObject({ status: 400 });
  });
});

describe('what happened outside every channel', () => {
  const interaction = {
    kind: 'in-person',
    at: '2026-11-19T10:00:00.000Z',
    people: [],
    text: 'Came by.',
    outcome: 'follow-up',
  };

  it('is entered into a conversation', async () => {
    const { id } = await onWhatsApp(1);
    const { body } = await post(`/v1/conversations/${id}/interactions`, { interaction });
    expect(body.events[0]).toMatchObject({ type: 'InteractionLogged', interaction, authorName: 'Maya Lindt' });
  });

  it('opens one with somebody new, who is known by the number afterwards', async () => {
    const customer = { name: 'Rosa Marin', address: '+15557770001' };
    const entered = { customer, queueId: 'billing', subject: 'Broken lamp', interaction };
    const { status, body } = await post('/v1/interactions', entered, { key: 'interaction-1' });
    expect(status).toBe(201);
    expect((await post('/v1/interactions', entered, { key: 'interaction-1' })).body.conversation.id).toBe(
      body.conversation.id,
    );
    const written = await api.customerWrites('+15557770001', 'About the lamp: any news?');
    expect((await api.stores.conversations.get(written.id))?.customerId).toBe(body.conversation.customerId);
  });
});

describe('the rules of continuity', () => {
  it('are what everybody expects until an administrator changes them', async () => {
    const groups = ['admin'];
    expect((await api.ask('GET', '/v1/continuity', { groups })).body).toMatchObject({
      acrossChannels: 'same-topic',
      withinHours: 72,
    });
    const rules = { acrossChannels: 'never', withinHours: 24 };
    expect((await api.ask('PUT', '/v1/continuity', { groups, body: rules })).body).toMatchObject(rules);
    expect((await api.ask('PUT', '/v1/continuity', { body: rules })).status).toBe(403);
  });
});
