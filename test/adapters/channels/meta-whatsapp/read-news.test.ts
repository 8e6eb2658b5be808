import { describe, expect, it } from 'vitest';
import { createMetaWhatsAppReader } from '#adapters/channels/meta-whatsapp/read-meta-whatsapp.ts';
import { only, read } from './reading.ts';
import {
  accessToken,
  anEnvelope,
  bodyNames,
  connection,
  needsWith,
  payload,
  servingFiles,
} from './whatsapp-examples.ts';

const ours = 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=';
describe('what became of a message', () => {
  it.each([
    ['reaction', { providerId: ours, by: 'customer', change: { what: 'reacted', emoji: '👍' } }],
    ['reaction-removed', { providerId: ours, change: { what: 'reacted', emoji: '' } }],
    ['edit', { providerId: ours, change: { what: 'edited', text: 'Text was edited' } }],
    ['edit-of-caption', { providerId: ours, change: { what: 'edited', text: 'A new caption' } }],
    ['revoke', { providerId: ours, change: { what: 'deleted' } }],
    ['echo-revoke', { by: 'business', change: { what: 'deleted' } }],
  ])('is an update when it is %s', async (name, update) => {
    expect(await only(name)).toMatchObject({ kind: 'update', update });
  });

  it('names itself, so that telling it twice changes nothing', async () => {
    expect(await only('revoke')).toMatchObject({
      update: { updateId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=' },
    });
  });
});

describe('a receipt', () => {
  const sid = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MTE5MjVBOTE3MDk5QUVFM0YA';
  const about = { conversationId: 'a2b3c4d5e6f7a2b3c4d5e6f7aa', messageId: 'b2c3d4e5f6a7b2c3d4e5f6a7bb' };

  it.each([
    ['sent', 'sent', { about }],
    ['delivered', 'delivered', { about }],
    ['read', 'read', { about }],
    ['played', 'read', {}],
  ])('%s makes the message %s', async (told, status, more) => {
    expect(await only(`status-${told}`)).toStrictEqual({
      kind: 'receipt',
      receipt: {
        connectionId: 'wa-main',
        providerId: sid,
        status,
        at: '2025-06-18T16:22:53.000Z',
        receiptId: `${sid}:${told}`,
        ...more,
      },
    });
  });

  it('of a failure says why in words', async () => {
    expect(await only('status-failed')).toMatchObject({
      receipt: {
        status: 'failed',
        failure: { class: 'POLICY', code: '131049', reason: expect.stringMatching(/24 hours/) },
      },
    });
  });

  it('of an unknown kind is unreadable alone', async () => {
    const body = payload('status-sent').replace('"status":"sent"', '"status":"teleported"');
    expect(await read(body)).toMatchObject([{ kind: 'unreadable', reason: expect.stringContaining('teleported') }]);
  });

  it('of a message that another sender wrote is none of ours', async () => {
    const body = payload('status-sent').replace('"field":"messages"', '"field":"standby"');
    expect(await read(body)).toEqual([{ kind: 'dropped', rule: 'whatsapp-receipt-of-another-sender' }]);
  });
});

describe('news that is no message', () => {
  it.each([
    ['stop-marketing', 'stop'],
    ['resume-marketing', 'start'],
  ])('%s is consent to marketing only', async (name, to) => {
    expect(await only(name)).toMatchObject({
      kind: 'consent',
      consent: { sender: { address: '+16505551234' }, to, extent: 'marketing', at: '2024-11-15T21:22:01.000Z' },
    });
  });

  it('of an answer in the WhatsApp Business app is told as sent elsewhere', async () => {
    expect(await only('echo')).toMatchObject({
      kind: 'sent-elsewhere',
      sent: {
        to: { address: '+16505551234' },
        text: expect.stringContaining('quest-3'),
        tool: 'WhatsApp Business app',
      },
    });
  });

  it.each([
    ['account-disabled', 'broken', 'account_update · DISABLED_UPDATE · DISABLE · April 17, 2025'],
    ['account-restricted', 'warning', 'account_update · ACCOUNT_RESTRICTION · RESTRICTED_BIZ_INITIATED_MESSAGING'],
    [
      'template-rejected',
      'warning',
      'message_template_status_update · REJECTED · abandoned_cart · en-US · INVALID_FORMAT',
    ],
    ['template-approved', 'info', 'message_template_status_update · APPROVED · abandoned_cart · en-US'],
    ['quality', 'warning', 'phone_number_quality_update · FLAGGED · TIER_10K'],
    ['errors', 'warning', 'messages · 130429 Rate limit hit'],
    ['handover', 'info', 'messaging_handovers'],
  ])('about the account, %s, is a notice: %s', async (name, severity, detail) => {
    expect(await only(name)).toMatchObject({ kind: 'notice', notice: { connectionId: 'wa-main', severity, detail } });
  });

  it.each([
    ['history', 'whatsapp-history'],
    ['chat-opened', 'whatsapp-chat-opened'],
  ])('%s is dropped by the rule %s', async (name, rule) => {
    expect(await only(name)).toEqual({ kind: 'dropped', rule });
  });

  it('of an unknown field is unreadable, with a body that a retry can read', async () => {
    const item = await only('unknown-field');
    expect(item).toMatchObject({ kind: 'unreadable', reason: 'unknown event kind weather_update' });
    expect(item.kind === 'unreadable' && JSON.parse(item.body)).toEqual(JSON.parse(payload('unknown-field')));
  });
});

describe('a body', () => {
  it.each(bodyNames)('of %s is read the same when it comes again', async (name) => {
    expect(await read(payload(name))).toEqual(await read(payload(name)));
  });

  it('with one bad message of several keeps the good ones, and the bad one in a body of its own', async () => {
    const body = JSON.parse(payload('text'));
    const [good] = body.entry[0].changes[0].value.messages;
    body.entry[0].changes[0].value.messages = [{ type: 'text' }, good];
    const items = await read(JSON.stringify(body));
    expect(items.map(({ kind }) => kind)).toEqual(['unreadable', 'message']);
    const [bad] = items;
    const alone = bad?.kind === 'unreadable' ? JSON.parse(bad.body) : undefined;
    expect(alone.entry[0].changes[0].value.messages).toEqual([{ type: 'text' }]);
    expect(await read(JSON.stringify(alone))).toHaveLength(1);
  });

  it.each([
    [
      'another number',
      payload('text').replace('"phone_number_id":"106540352242922"', '"phone_number_id":"1"'),
      /not the account/,
    ],
    [
      'another business account',
      payload('quality').replace('102290129340398', '999'),
      /not the WhatsApp Business account/,
    ],
    ['another product', payload('text').replace('whatsapp_business_account', 'page'), /object/],
    ['no entries', '{"object":"whatsapp_business_account","entry":[]}', /entry/],
    ['broken JSON', payload('text').slice(0, -5), /not JSON/],
  ])('of %s is refused', async (_, body, reason) => {
    await expect(read(body)).rejects.toThrow(reason);
  });

  it('for a connection of another provider is refused', async () => {
    const { needs } = needsWith(servingFiles);
    const envelope = anEnvelope(payload('text'), { connectionId: 'tg-main' });
    await expect(createMetaWhatsAppReader(needs)(envelope)).rejects.toThrow(/none of meta-whatsapp/);
  });

  it('about another number of the same app belongs to the connection of that number, and of another app to nobody', async () => {
    const other = { ...connection, id: 'wa-second', accountId: '2' };
    const { needs } = needsWith(servingFiles);
    const connections = { ...needs.connections, list: async () => [connection, other] };
    const body = payload('stop-marketing').replace('"phone_number_id":"106540352242922"', '"phone_number_id":"2"');
    const reader = createMetaWhatsAppReader({ ...needs, connections });
    expect(await reader(anEnvelope(body))).toMatchObject([{ consent: { connectionId: 'wa-second' } }]);
    const ofAnotherApp = { appSecrets: ['its-own'], verifyToken: 'our-own-word', accessToken };
    const secret = (name: string) =>
      name === 'connections/wa-second' ? Promise.resolve(JSON.stringify(ofAnotherApp)) : needs.secret(name);
    await expect(createMetaWhatsAppReader({ ...needs, connections, secret })(anEnvelope(body))).rejects.toThrow(
      /not the account/,
    );
  });
});
