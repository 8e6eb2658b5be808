import { describe, expect, it } from 'vitest';
import { createTwilioWhatsAppReader } from '#adapters/channels/twilio-whatsapp/read-twilio-whatsapp.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { anEnvelope, changed, connection, needsOf, payload } from '../twilio/twilio-examples.ts';

const whatsApp: Connection = { ...connection, id: 'whatsapp-main', provider: 'twilio-whatsapp', channel: 'whatsapp' };
const account = 'AC0123456789abcdef0123456789abcdef';

/** Two people on one card file, as phones write them: a long line is folded, a comma escaped. */
const cards = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Marin;Rosa;;;',
  'FN:Rosa Marin\\, of the',
  '  lamp shop',
  'item1.TEL;waid=15555550102:+1 555-555-0102',
  'item1.X-ABLabel:Mobile',
  'EMAIL;type=INTERNET:rosa@example.com',
  'END:VCARD',
  'BEGIN:VCARD',
  'FN:Ken',
  'TEL;VALUE=uri:tel:+15555550103',
  'END:VCARD',
].join('\r\n');

const read = createTwilioWhatsAppReader(needsOf({ connections: [whatsApp], fetch: async () => new Response(cards) }));
const envelope = (body: string) => anEnvelope(body, { provider: 'twilio-whatsapp', connectionId: whatsApp.id });

async function messageOf(body: string) {
  const [item] = await read(envelope(body));
  if (item?.kind !== 'message') throw new Error(`read a ${item?.kind}`);
  return $InboundMessage.parse(item.message);
}

describe('reading a WhatsApp message', () => {
  it('is of the number, by its name, and dated by its arrival', async () => {
    expect(await messageOf(payload('whatsapp-text'))).toEqual({
      channel: 'whatsapp',
      connectionId: 'whatsapp-main',
      providerId: 'SM01cd3925943ee3504f8a5c42d88efdf6',
      sender: { address: '+15555550101', name: 'Test User', verified: true },
      sentAt: '2026-11-21T12:15:00.000Z',
      text: 'Olá',
      attachments: [],
    });
  });

  it('has the button that was pressed, what it answers, and WhatsApp’s id of the person', async () => {
    expect(await messageOf(payload('whatsapp-button'))).toMatchObject({
      sender: {
        address: '+15555550101',
        aliases: [{ channel: 'whatsapp', address: 'ID.4566546130240823', scope: account }],
      },
      text: 'Konfirmasi',
      parts: [{ kind: 'choice', title: 'Konfirmasi', id: '{verifyEmail:asd@asd.com}' }],
      quotes: 'MM5cc44eecf7dab0d48d4529d0fa4af44d',
    });
  });

  it.each([
    ['and knows the number behind it', '15555550101', [{ channel: 'whatsapp', address: '+15555550101' }]],
    ['and no number', undefined, undefined],
    ['and repeats it as number', 'US.13491208655302741918', undefined],
  ])('is of an id where the person shows no number, %s', async (_, WaId, aliases) => {
    const From = 'whatsapp:US.13491208655302741918';
    const { sender } = await messageOf(changed('whatsapp-text', { From, WaId, ExternalUserId: From }));
    expect(sender).toEqual({
      address: 'US.13491208655302741918',
      scope: account,
      name: 'Test User',
      verified: true,
      ...(aliases ? { aliases } : {}),
    });
  });

  it.each([
    [
      'a place',
      'whatsapp-location',
      {},
      { kind: 'location', latitude: 25.018_766_403_198, longitude: -77.395_950_317_383 },
    ],
    [
      'a named place',
      'whatsapp-location',
      { Label: 'Shop', Address: '1 Main St' },
      {
        kind: 'location',
        latitude: 25.018_766_403_198,
        longitude: -77.395_950_317_383,
        name: 'Shop',
        address: '1 Main St',
      },
    ],
    [
      'a row of a list',
      'whatsapp-text',
      { ListId: 'mon', ListTitle: 'Monday' },
      { kind: 'choice', title: 'Monday', id: 'mon' },
    ],
    [
      'an advertisement',
      'whatsapp-advertisement',
      {},
      {
        kind: 'reference',
        what: 'advertisement',
        title: 'Lamps at half price',
        text: 'Only this week',
        url: 'https://fb.me/2abcDEF3g',
        id: '120210000000000000',
      },
    ],
    [
      'an answer to the question whether we may call',
      'whatsapp-call-permission',
      {},
      { kind: 'choice', title: 'VOICE_CALL_REQUEST', id: 'REJECTED' },
    ],
    [
      'a form that was filled in',
      'whatsapp-text',
      {
        InteractiveData: JSON.stringify({
          nfm_reply: { response_json: '{"flow_token":"unused","colour":"red","sizes":["S","M"],"more":null}' },
        }),
      },
      {
        kind: 'answers',
        fields: [
          { name: 'colour', value: 'red' },
          { name: 'sizes', value: 'S, M' },
        ],
      },
    ],
    ['a type that is new', 'whatsapp-text', { Body: '', MessageType: 'poll' }, { kind: 'unsupported', type: 'poll' }],
  ])('shows %s', async (...[, name, fields, part]) => {
    expect((await messageOf(changed(name, fields))).parts).toEqual([part]);
  });

  it('shows the people on a card, and keeps the card', async () => {
    const { parts, attachments } = await messageOf(payload('whatsapp-contact'));
    expect(parts).toEqual([
      {
        kind: 'contact',
        name: 'Rosa Marin, of the lamp shop',
        phones: ['+1 555-555-0102'],
        emails: ['rosa@example.com'],
      },
      { kind: 'contact', name: 'Ken', phones: ['+15555550103'], emails: [] },
    ]);
    expect(attachments).toHaveLength(1);
  });

  it('quotes the message that it answers', async () => {
    expect((await messageOf(payload('whatsapp-reply'))).quotes).toBe('MM3c146d6483ab26bddabeeedf9565afea');
  });

  it.each([
    ['stop', 'STOP'],
    ['stop', 'please stop messaging me'],
    ['start', 'Start'],
    [undefined, 'Yes'],
    [undefined, 'end'],
    [undefined, 'cancel'],
    [undefined, 'help'],
  ])('finds %s in "%s": a chat is no keyword', async (keyword, Body) => {
    expect((await messageOf(changed('whatsapp-text', { Body }))).keyword).toBe(keyword);
  });
});

describe('a WhatsApp webhook that is not ours', () => {
  it.each([
    ['of another account', { AccountSid: `AC${'f'.repeat(32)}` }, /AccountSid/],
    ['to another sender', { To: 'whatsapp:+15005550007' }, /To is not the number/],
    ['to our number by text', { To: '+15005550006' }, /To is not the number/],
    ['from a number without the channel', { From: '+15555550101' }, /From is neither/],
    ['from an id that is none', { From: 'whatsapp:1349120865' }, /From is neither/],
    ['without a sender', { From: undefined }, /From is neither/],
    ['without a SID', { MessageSid: undefined }, /MessageSid/],
  ])('is refused: %s', async (_, fields, sentence) => {
    const problem: unknown = await read(envelope(changed('whatsapp-text', fields))).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Refusal);
    expect(String(problem)).toMatch(sentence);
    expect(String(problem)).not.toMatch(/\d{5}/);
  });

  it('is refused when the connection is one of texts', async () => {
    const texts = createTwilioWhatsAppReader(needsOf());
    await expect(texts(anEnvelope(payload('whatsapp-text')))).rejects.toThrow(/none of twilio-whatsapp/);
  });
});

describe('a status callback of WhatsApp', () => {
  it.each([
    ['whatsapp-status-read', 'read'],
    ['whatsapp-status-sent', 'sent'],
  ])('%s is a receipt', async (name, status) => {
    const query = 'conversation=c-1&message=m-1';
    const [item] = await read({ ...envelope(payload(name)), query });
    expect(item?.kind === 'receipt' && $Receipt.parse(item.receipt)).toMatchObject({
      connectionId: 'whatsapp-main',
      status,
      about: { conversationId: 'c-1', messageId: 'm-1' },
    });
  });

  it('tells why nothing arrived after the window', async () => {
    const fields = { MessageStatus: 'undelivered', ErrorCode: '63016' };
    const [item] = await read(envelope(changed('whatsapp-status-sent', fields)));
    expect(item).toMatchObject({
      receipt: { status: 'undeliverable', failure: { class: 'OUTSIDE_WINDOW', code: '63016' } },
    });
  });
});
