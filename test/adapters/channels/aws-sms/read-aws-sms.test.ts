import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAwsSmsReader } from '#adapters/channels/aws-sms/read-aws-sms.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

const connection: Connection = {
  id: 'aws-main',
  provider: 'aws-sms',
  channel: 'sms',
  name: 'Texts',
  address: '+12125550101',
  queueId: 'support',
  settings: { numbers: ['+12125550102'] },
};
const twilio: Connection = { ...connection, id: 'other', provider: 'twilio-sms', address: '+12065550152' };
const all = [twilio, connection];
const read = createAwsSmsReader({
  connections: { get: async (id) => all.find((each) => each.id === id), list: async () => all },
});

const payload = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../support/payloads/aws-sms/${name}.json`, import.meta.url), 'utf8'));

const reading = async (body: object | string) =>
  read({
    provider: 'aws-sms',
    receivedAt: '2026-11-21T12:15:00.000Z',
    contentType: 'application/json',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    encoding: 'utf8',
  });

async function messageOf(fields: object = {}) {
  const [item] = await reading({ ...payload('inbound'), ...fields });
  if (item?.kind !== 'message') throw new Error(`read a ${item?.kind}`);
  return $InboundMessage.parse(item.message);
}

describe('a text of a customer through AWS', () => {
  it('is of the connection that has the number', async () => {
    expect(await messageOf()).toEqual({
      channel: 'sms',
      connectionId: 'aws-main',
      providerId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
      sender: { address: '+14255550182', verified: true },
      sentAt: '2026-11-21T12:15:00.000Z',
      text: 'EXAMPLE',
      attachments: [],
    });
    expect((await messageOf({ destinationNumber: '+12125550102' })).connectionId).toBe('aws-main');
  });

  it.each([
    ['stop', 'ARRET'],
    ['stop', 'opt-out'],
    ['stop', 'Td'],
    ['stop', 'Please stop texting me'],
    ['start', 'unstop'],
    ['help', 'HELP'],
    [undefined, 'Yes'],
    [undefined, 'Please remove the lamp'],
  ])('asks for %s with "%s"', async (keyword, messageBody) => {
    expect((await messageOf({ messageBody })).keyword).toBe(keyword);
  });

  it.each([
    ['to a number that is none of ours', { destinationNumber: '+12065550152' }, /destinationNumber/],
    ['without an id', { inboundMessageId: undefined }, /inboundMessageId/],
    ['from nobody', { originationNumber: '' }, /originationNumber/],
    ['from what is no number', { originationNumber: '+49' }, /not a phone number/],
  ])('is refused %s', async (_, fields, sentence) => {
    const problem: unknown = await messageOf(fields).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Refusal);
    expect(String(problem)).toMatch(sentence);
    expect(String(problem)).not.toMatch(/\d{5}/);
  });

  it.each(['', '{', 'null', '[]', '"text"'])('is refused as %j', async (body) => {
    await expect(reading(body)).rejects.toThrow(Refusal);
  });
});

const context = { connection: 'aws-main', conversation: 'c-1', message: 'm-1' };
const eventOf = async (fields: object = {}) => (await reading({ ...payload('delivered'), context, ...fields }))[0];

describe('an event about a text of ours', () => {
  it('is a receipt of the message that we gave along', async () => {
    const item = await eventOf();
    expect(item?.kind === 'receipt' && $Receipt.parse(item.receipt)).toEqual({
      connectionId: 'aws-main',
      providerId: '221bc70c-7ee6-4987-b1ba-9684ba25be20',
      status: 'delivered',
      at: '2024-04-12T17:51:08.877Z',
      about: { conversationId: 'c-1', messageId: 'm-1' },
      receiptId: '221bc70c-7ee6-4987-b1ba-9684ba25be20:TEXT_DELIVERED',
    });
  });

  it('goes by the number where the context is gone', async () => {
    const item = await eventOf({ context: undefined });
    expect(item).toMatchObject({ kind: 'receipt', receipt: { connectionId: 'aws-main' } });
    expect(item).not.toHaveProperty('receipt.about');
  });

  it('is dropped when others sent it', async () => {
    expect((await reading(payload('successful')))[0]).toEqual({ kind: 'dropped', rule: 'aws-sms-of-others' });
    expect(await eventOf({ context: { ...context, connection: 'other' } })).toMatchObject({ kind: 'dropped' });
  });

  it.each([
    ['TEXT_QUEUED', 'queued', undefined],
    ['TEXT_PENDING', 'sending', undefined],
    ['TEXT_SENT', 'sent', undefined],
    ['TEXT_SUCCESSFUL', 'sent', undefined],
    ['MEDIA_DELIVERED', 'delivered', undefined],
    ['RCS_READ', 'read', undefined],
    ['TEXT_CARRIER_UNREACHABLE', 'undeliverable', 'TRANSIENT'],
    ['TEXT_UNREACHABLE', 'undeliverable', 'TRANSIENT'],
    ['TEXT_TTL_EXPIRED', 'undeliverable', 'TRANSIENT'],
    ['TEXT_UNKNOWN', 'undeliverable', 'TRANSIENT'],
    ['TEXT_BLOCKED', 'undeliverable', 'BLOCKED_BY_USER'],
    ['TEXT_CARRIER_BLOCKED', 'undeliverable', 'POLICY'],
    ['TEXT_SPAM', 'undeliverable', 'POLICY'],
    ['TEXT_INVALID', 'undeliverable', 'INVALID_RECIPIENT'],
    ['TEXT_INVALID_MESSAGE', 'undeliverable', 'CONTENT_REJECTED'],
    ['TEXT_PROTECT_BLOCKED', 'undeliverable', 'PERMISSION'],
    ['MEDIA_FILE_SIZE_EXCEEDED', 'failed', 'MEDIA_INVALID'],
  ])('%s is %s', async (eventType, status, failureClass) => {
    const item = await eventOf({ eventType });
    const receipt = item?.kind === 'receipt' ? item.receipt : undefined;
    expect(receipt).toMatchObject({ status });
    expect(receipt?.failure?.class).toBe(failureClass);
    if (failureClass) expect(receipt?.failure?.reason).toMatch(/^[A-Z][^.]+[.;].+\.$/);
  });

  it('is put aside alone when its kind is new', async () => {
    const item = await eventOf({ eventType: 'TEXT_BEAMED' });
    expect(item).toMatchObject({ kind: 'unreadable', reason: 'unknown event kind TEXT_BEAMED' });
    expect(item?.kind === 'unreadable' && JSON.parse(item.body)).toMatchObject({ eventType: 'TEXT_BEAMED' });
  });

  it('is not needed when another tells more', async () => {
    expect(await eventOf({ eventType: 'RCS_FALLEN_BACK_TO_SMS' })).toMatchObject({ kind: 'dropped' });
  });
});
