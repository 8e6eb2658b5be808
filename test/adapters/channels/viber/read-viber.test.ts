import { describe, expect, it } from 'vitest';
import { createViberReader } from '#adapters/channels/viber/read-viber.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $Consent } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { channelNeeds, envelopeFor, onlyMessage, png } from '#test/support/channel-needs.ts';
import { connection, credentials, payload, withMessage } from './viber-examples.ts';

const mediaUrl = 'https://dl-media.viber.com/5/media/2/short/any/sig/image/0x0/a.jpg?Expires=1&Signature=x';

function read(body: string, answer: () => Response = () => new Response(png)) {
  const { needs } = channelNeeds(connection, credentials, answer);
  return createViberReader(needs)(envelopeFor(connection, body));
}

describe('reading a message at Viber', () => {
  it('keeps its token of 64 bits whole', async () => {
    const message = onlyMessage(await read(payload('text')));
    expect($InboundMessage.parse(message)).toStrictEqual({
      channel: 'viber',
      connectionId: 'viber-main',
      providerId: '4912661846655238145',
      sender: { address: '01234567890A=', scope: connection.accountId, verified: true, name: 'John McClane' },
      sentAt: '2016-03-12T06:29:57.627Z',
      text: 'a message to the service',
      attachments: [],
    });
  });

  it('leaves alone what a customer wrote about tokens', async () => {
    const text = 'it says "message_token":4912661846655238145 and \\"message_token\\": 5';
    expect(onlyMessage(await read(withMessage({ type: 'text', text }))).text).toBe(text);
  });

  it('reads a body that was encoded', async () => {
    const { needs } = channelNeeds(connection, credentials);
    const body = Buffer.from(payload('text')).toString('base64');
    const items = await createViberReader(needs)(envelopeFor(connection, body, { encoding: 'base64' }));
    expect(items).toEqual(await read(payload('text')));
  });

  it.each([
    ['picture', { text: 'Look' }, 'file-1.png', 'Look'],
    ['video', { size: 1 }, 'file-1.png', ''],
    ['file', { file_name: 'bill.pdf', size: 1 }, 'bill.pdf', ''],
  ])('copies a %s', async (...row) => {
    const [type, fields, fileName, text] = row;
    const message = onlyMessage(await read(withMessage({ type, media: mediaUrl, ...fields })));
    expect(message).toMatchObject({
      text,
      attachments: [{ fileName, contentType: 'image/png', bytes: png.byteLength }],
    });
  });

  it.each([
    ['is of another host', 'https://dl-media.viber.com.evil.example/a.jpg'],
    ['is not encrypted', 'http://dl-media.viber.com/a.jpg'],
    ['is no address', 'nowhere'],
    ['is missing', undefined],
  ])('puts a note in the place of a picture whose address %s', async (_, media) => {
    const message = onlyMessage(await read(withMessage({ type: 'picture', media })));
    expect(message.attachments).toMatchObject([{ fileName: 'file-1.not-copied.txt' }]);
  });

  it.each<[string, object, object]>([
    ['sticker', { sticker_id: 46_105 }, { kind: 'sticker' }],
    [
      'location',
      { location: { lat: 50.768_91, lon: 6.114_99 } },
      { kind: 'location', latitude: 50.768_91, longitude: 6.114_99 },
    ],
    [
      'contact',
      { contact: { name: 'Alex', phone_number: '+972511123123' } },
      { kind: 'contact', name: 'Alex', phones: ['+972511123123'], emails: [] },
    ],
    ['url', { media: 'https://shop.example/a' }, { kind: 'reference', what: 'link', url: 'https://shop.example/a' }],
    ['url', { media: 'no address' }, { kind: 'unsupported', type: 'url' }],
    ['hologram', {}, { kind: 'unsupported', type: 'hologram' }],
  ])('reads %s as a part', async (type, fields, part) => {
    const message = onlyMessage(await read(withMessage({ type, ...fields })));
    expect(message).toMatchObject({ text: '', parts: [part] });
    $InboundMessage.parse(message);
  });
});

describe('reading what else happens at Viber', () => {
  it.each([
    ['delivered', '5466297578174182639', 'delivered'],
    ['seen', '5466297467809468529', 'read'],
    ['failed', '4912661846655238145', 'undeliverable'],
  ])('takes %s for a receipt', async (name, providerId, status) => {
    const [item] = await read(payload(name));
    const receipt = item?.kind === 'receipt' ? $Receipt.parse(item.receipt) : undefined;
    expect(receipt).toMatchObject({
      connectionId: 'viber-main',
      providerId,
      status,
      receiptId: `${providerId}:${name}`,
    });
    expect(receipt?.failure !== undefined).toBe(name === 'failed');
  });

  it.each([
    ['subscribed', 'start', '01234567890A='],
    ['unsubscribed', 'stop', '3SQNc4FPUQmysaM/AQEhXg=='],
  ])('takes %s for consent to %s', async (name, to, address) => {
    const [item] = await read(payload(name));
    const consent = item?.kind === 'consent' ? $Consent.parse(item.consent) : undefined;
    expect(consent).toMatchObject({ to, extent: 'everything', sender: { address, scope: connection.accountId } });
  });

  it.each([
    ['webhook', 'viber-webhook'],
    ['conversation-started', 'viber-conversation-started'],
  ])('drops %s', async (name, rule) => {
    expect(await read(payload(name))).toEqual([{ kind: 'dropped', rule }]);
  });

  it('shows an unknown event of a person as unsupported', async () => {
    const body = payload('subscribed').replace('subscribed', 'waved');
    expect(onlyMessage(await read(body)).parts).toEqual([{ kind: 'unsupported', type: 'waved' }]);
  });

  it.each([
    ['is no JSON', '{"event":', /not JSON/],
    ['has no time', '{"event":"message"}', /timestamp/],
    ['names nobody', '{"event":"waved","timestamp":1}', /names nobody/],
  ])('refuses what %s', async (_, body, sentence) => {
    await expect(read(body)).rejects.toThrow(Refusal);
    await expect(read(body)).rejects.toThrow(sentence);
  });
});
