import { describe, expect, it } from 'vitest';
import { createTwilioReader } from '#adapters/channels/twilio-sms/read-twilio-sms.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { anEnvelope, changed, connection, needsOf, payload } from '../twilio/twilio-examples.ts';

const read = createTwilioReader(needsOf());

async function messageOf(body: string) {
  const [item] = await read(anEnvelope(body));
  if (item?.kind !== 'message') throw new Error(`read a ${item?.kind}`);
  return item.message;
}

async function receiptOf(body: string) {
  const [item] = await read(anEnvelope(body));
  if (item?.kind !== 'receipt') throw new Error(`read a ${item?.kind}`);
  return item.receipt;
}

describe('reading a text message', () => {
  it('takes its SID as the claim and the arrival as its time', async () => {
    const message = await messageOf(payload('inbound-sms'));
    expect($InboundMessage.parse(message)).toEqual({
      channel: 'sms',
      connectionId: 'sms-main',
      providerId: 'SMa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
      sender: { address: '+4915112345678', verified: true },
      sentAt: '2026-11-21T12:15:00.000Z',
      text: 'Hallo, wo bleibt meine Bestellung 4711? Grüße 🙂',
      attachments: [],
    });
  });

  it('reads a body that API Gateway encoded', async () => {
    const body = Buffer.from(payload('inbound-sms')).toString('base64');
    const items = await read(anEnvelope(body, { encoding: 'base64' }));
    expect(items).toEqual(await read(anEnvelope(payload('inbound-sms'))));
  });

  it.each([
    ['a short code', '72975', { address: '72975', verified: true }],
    ['a sender name, for which nobody vouches', 'DHL Express', { address: 'DHL Express', verified: false }],
    ['a number with separators', '+49 151 12345678', { address: '+4915112345678', verified: true }],
  ])('accepts %s', async (_, From, sender) => {
    expect((await messageOf(changed('inbound-sms', { From }))).sender).toEqual(sender);
  });

  it.each([
    ['an impossible number', '+49'],
    ['a WhatsApp address', 'whatsapp:+4915112345678'],
    ['digits that are neither', '4915112345678'],
    ['nothing', ''],
  ])('refuses %s as sender, without telling it', async (_, From) => {
    const refusal = await refusalOf(changed('inbound-sms', { From }));
    expect(refusal.kind).toBe('invalid');
    expect(refusal.message).not.toMatch(/\+|\d{4}/);
  });
});

describe('whose message it is', () => {
  it.each([
    [
      'of another account',
      { AccountSid: `AC${'f'.repeat(32)}` },
      /AccountSid is not the account of connection sms-main/,
    ],
    ['to another number', { To: '+15005550007' }, /To is not the number of connection sms-main/],
    ['without a SID', { MessageSid: undefined }, /MessageSid/],
    ['with media that are not named', { NumMedia: '1' }, /MediaUrl0 is missing/],
  ])('refuses a message %s', async (_, fields, sentence) => {
    const refusal = await refusalOf(changed('inbound-sms', fields));
    expect(refusal.kind).toBe('invalid');
    expect(refusal.message).toMatch(sentence);
    expect(refusal.message).not.toMatch(/\+|\d{5}/);
  });

  it('lets a Messaging Service take texts on any of its numbers', async () => {
    const body = changed('inbound-sms', { To: '+15005550007', MessagingServiceSid: `MG${'d'.repeat(32)}` });
    expect((await messageOf(body)).providerId).toBe('SMa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4');
  });

  it('refuses what names no connection of Twilio, and what is no form', async () => {
    const body = payload('inbound-sms');
    await expect(read(anEnvelope(body, { connectionId: 'gone' }))).rejects.toThrow(/connection gone/);
    await expect(read(anEnvelope(body, { connectionId: undefined }))).rejects.toThrow(Refusal);
    await expect(read(anEnvelope('{}', { contentType: 'application/json' }))).rejects.toThrow(/not a form/);
  });

  it('refuses everything while the connection’s account is not known', async () => {
    const { accountId: _, ...without } = connection;
    const unfinished = createTwilioReader(needsOf({ connections: [without] }));
    await expect(unfinished(anEnvelope(payload('inbound-sms')))).rejects.toThrow(Refusal);
  });
});

describe('recognising keywords', () => {
  it.each([
    ['stop', 'STOP'],
    ['stop', ' stop\n'],
    ['stop', 'Unsubscribe'],
    ['stop', 'revoke'],
    ['start', 'Start'],
    ['start', 'UNSTOP'],
    ['help', 'info'],
    [undefined, 'Please stop by tomorrow'],
    ['stop', 'stop!'],
    ['stop', 'Please stop texting me'],
    [undefined, 'Please stop charging me'],
  ])('finds %s in "%s"', async (keyword, Body) => {
    const message = await messageOf(changed('inbound-sms', { Body }));
    expect(message.keyword).toBe(keyword);
    expect(message.text).toBe(Body);
  });

  it('believes Twilio about words of the business’s own', async () => {
    expect((await messageOf(payload('inbound-stop-advanced'))).keyword).toBe('stop');
  });
});

describe('reading media', () => {
  const jpeg = Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01', 'latin1');
  const reading = (answer: () => Response) => createTwilioReader(needsOf({ fetch: async () => answer() }));

  it('copies each into our files, under the same key however often the message is delivered', async () => {
    const readMms = reading(() => new Response(jpeg));
    const first = await readMms(anEnvelope(payload('inbound-mms')));
    expect(await readMms(anEnvelope(payload('inbound-mms')))).toEqual(first);
    const [item] = first;
    expect(item?.kind === 'message' ? item.message.attachments : []).toEqual(
      [0, 1].map((index) => ({
        id: `MMb1b2c3d4b1b2c3d4b1b2c3d4b1b2c3d4-${index}`,
        fileName: `file-${index + 1}.jpg`,
        contentType: 'image/jpeg',
        bytes: jpeg.byteLength,
        key: `media/sms-main/MMb1b2c3d4b1b2c3d4b1b2c3d4b1b2c3d4-${index}`,
      })),
    );
  });

  it('fails, to be tried again, on what may pass', async () => {
    const problem = reading(() => new Response('', { status: 503 }))(anEnvelope(payload('inbound-mms')));
    await expect(problem).rejects.toThrow(/503/);
    await expect(problem).rejects.not.toThrow(Refusal);
  });
});

describe('reading RCS', () => {
  it('is a message of the same number on another channel, with the button that was pressed', async () => {
    expect($InboundMessage.parse(await messageOf(payload('inbound-rcs')))).toMatchObject({
      channel: 'rcs',
      connectionId: 'sms-main',
      sender: { address: '+12025550123', verified: true },
      text: 'Track package',
      parts: [{ kind: 'choice', title: 'Track package', id: 'tracked_package' }],
    });
  });

  it('goes by the metadata where the sender has no prefix', async () => {
    expect((await messageOf(changed('inbound-rcs', { From: '+12025550123' }))).channel).toBe('rcs');
    const metadata = { From: '+12025550123', ChannelMetadata: '{"type":"sms"}' };
    expect((await messageOf(changed('inbound-rcs', metadata))).channel).toBe('sms');
  });

  it('takes what was sent to the RCS sender of the connection, without a Messaging Service too', async () => {
    const alone = changed('inbound-rcs', { MessagingServiceSid: undefined });
    expect((await refusalOf(alone)).message).toMatch(/To is not the number/);
    const settings = { rcsSender: 'rcs:brand_xyz123_agent' };
    const withSender = createTwilioReader(needsOf({ connections: [{ ...connection, settings }] }));
    expect(await withSender(anEnvelope(alone))).toMatchObject([{ kind: 'message' }]);
  });
});

describe('reading a status callback', () => {
  it('is a receipt for the message that it names', async () => {
    expect($Receipt.parse(await receiptOf(payload('status-delivered')))).toEqual({
      connectionId: 'sms-main',
      providerId: 'SMd1b2c3d4d1b2c3d4d1b2c3d4d1b2c3d4',
      status: 'delivered',
      at: '2026-11-21T12:15:00.000Z',
      receiptId: 'SMd1b2c3d4d1b2c3d4d1b2c3d4d1b2c3d4:delivered',
    });
  });

  it('tells why a text was not delivered and what to do', async () => {
    const receipt = await receiptOf(payload('status-undelivered'));
    expect(receipt.status).toBe('undeliverable');
    expect(receipt.failure).toMatchObject({ class: 'TRANSIENT', code: '30003' });
    expect(receipt.failure?.reason).toMatch(/could not be reached.*Send it again later/);
  });

  it.each([
    ['accepted', 'queued'],
    ['scheduled', 'queued'],
    ['queued', 'queued'],
    ['sending', 'sending'],
    ['sent', 'sent'],
    ['partially_delivered', 'sent'],
    ['read', 'read'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('takes %s for %s', async (MessageStatus, status) => {
    const receipt = await receiptOf(changed('status-delivered', { MessageStatus }));
    expect(receipt.status).toBe(status);
    expect(receipt.failure !== undefined).toBe(status === 'failed');
  });

  it('refuses a status that is not known here, and one of another account', async () => {
    expect((await refusalOf(changed('status-delivered', { MessageStatus: 'beamed' }))).message).toMatch(/beamed/);
    expect((await refusalOf(changed('status-delivered', { AccountSid: 'AC1' }))).message).toMatch(/AccountSid/);
  });
});

async function refusalOf(body: string): Promise<Refusal> {
  const problem: unknown = await read(anEnvelope(body)).catch((error: unknown) => error);
  if (problem instanceof Refusal) return problem;
  throw new Error('it was not refused');
}
