import { describe, expect, it } from 'vitest';
import { createEmailReader } from '#adapters/channels/email/read-email.ts';
import { notificationTextsIn } from '#adapters/channels/email/ses-notification.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { aMailbox, anEnvelope, connectionsOf, notificationFile, tokens } from './email-fixtures.ts';

const providerId = '0100019a1b2c3d4e-5f6a7b8c-0000-4000-8000-112233445566-000000';

const read = createEmailReader({
  connections: connectionsOf(aMailbox({ id: 'sales-mail', address: 'sales@shop.example' }), aMailbox()),
  replyTokens: tokens,
  files: { put: async () => undefined, get: async () => undefined, remove: async () => undefined },
  mail: { get: async () => undefined },
});
const receiptsOf = async (file: string) =>
  (await read(anEnvelope(notificationFile(file)))).map((item) => {
    if (item.kind !== 'receipt') throw new Error(`${item.kind} instead of a receipt`);
    return $Receipt.parse(item.receipt);
  });

describe('hearing what became of a mail', () => {
  const bouncedAt = '2026-09-14T06:01:05.123Z';
  const notSentAt = '2026-09-14T06:01:00.000Z';

  it.each([
    { file: 'bounce-event', status: 'undeliverable', failure: 'INVALID_RECIPIENT', at: bouncedAt },
    { file: 'bounce-suppressed', status: 'undeliverable', failure: 'OPTED_OUT', at: bouncedAt },
    { file: 'bounce-mailbox-full', status: 'undeliverable', failure: 'TRANSIENT', at: bouncedAt },
    { file: 'bounce-too-large', status: 'undeliverable', failure: 'CONTENT_REJECTED', at: bouncedAt },
    { file: 'bounce-undetermined', status: 'undeliverable', failure: 'TRANSIENT', at: bouncedAt },
    { file: 'complaint-abuse', status: 'undeliverable', failure: 'OPTED_OUT', at: '2026-09-14T08:00:00.000Z' },
    { file: 'delivery', status: 'delivered', failure: undefined, at: '2026-09-14T06:01:02.500Z' },
    { file: 'delivery-delay', status: 'sent', failure: 'TRANSIENT', at: '2026-09-14T06:20:00.095Z' },
    { file: 'reject', status: 'failed', failure: 'CONTENT_REJECTED', at: notSentAt },
    { file: 'rendering-failure', status: 'failed', failure: 'TEMPLATE_INVALID', at: notSentAt },
  ])('reads $file as $status', async ({ file, status, failure, at }) => {
    const receipts = await receiptsOf(file);
    expect(receipts).toHaveLength(1);
    expect(receipts[0]).toMatchObject({ connectionId: 'support-mail', providerId, status, at });
    expect(receipts[0]?.failure?.class).toBe(failure);
  });

  it('knows the message even when the answer to its sending was lost', async () => {
    const { mail, ...event } = JSON.parse(notificationFile('delivery')) as { mail: { tags?: object } };
    const tags = { ...mail.tags, conversation: ['c7'], message: ['m7'] };
    const [item] = await read(anEnvelope(JSON.stringify({ ...event, mail: { ...mail, tags } })));
    expect(item).toMatchObject({
      kind: 'receipt',
      receipt: { status: 'delivered', about: { conversationId: 'c7', messageId: 'm7' } },
    });
    expect((await receiptsOf('delivery'))[0]?.about).toBeUndefined();
  });

  it('gives each recipient a receipt of its own that names no address', async () => {
    const receipts = await receiptsOf('bounce-permanent');
    const ids = receipts.map((receipt) => receipt.receiptId);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.startsWith(`${providerId}:Bounce:`) && !id.includes('@'))).toBe(true);
    expect(await receiptsOf('bounce-permanent')).toEqual(receipts);
  });

  it('tells a bounce from a delivery to the same recipient', async () => {
    const [delivered] = await receiptsOf('delivery');
    const [bounced] = await receiptsOf('bounce-mailbox-full');
    expect(delivered?.receiptId).not.toBe(bounced?.receiptId);
  });

  it('reads both recipients of an event of a configuration set', async () => {
    expect((await receiptsOf('delivery-event')).map((receipt) => receipt.status)).toEqual(['delivered', 'delivered']);
  });

  it.each([
    ['bounce-is-out-of-office', 'ses-bounce-is-automatic-reply'],
    ['complaint-not-spam', 'ses-complaint-not-spam'],
  ])('takes %s for no failure', async (file, rule) => {
    expect(await read(anEnvelope(notificationFile(file)))).toEqual([{ kind: 'dropped', rule }]);
  });

  it('quarantines feedback about mail of somebody else', async () => {
    const notification = JSON.parse(notificationFile('delivery'));
    notification.mail.source = 'stranger@elsewhere.example';
    await expect(read(anEnvelope(JSON.stringify(notification)))).rejects.toMatchObject({
      kind: 'invalid',
      details: { reason: 'no-connection' },
    });
  });
});

describe('taking notifications out of an event', () => {
  it('unwraps what SNS brings to a function', () => {
    const event = { Records: [{ EventSource: 'aws:sns', Sns: { Type: 'Notification', Message: '{"a":1}' } }] };
    expect(notificationTextsIn(event)).toEqual(['{"a":1}']);
  });

  it('hands on what SQS brings, which the reader unwraps', () => {
    const body = JSON.stringify({ Type: 'Notification', Message: '{"a":1}' });
    expect(notificationTextsIn({ Records: [{ messageId: 'm', body }] })).toEqual([body]);
  });

  it('refuses other events', () => {
    expect(() => notificationTextsIn({ detail: {} })).toThrow(/SNS/);
  });
});
