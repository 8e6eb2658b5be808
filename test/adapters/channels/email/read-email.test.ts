import { describe, expect, it } from 'vitest';
import { createEmailReader } from '#adapters/channels/email/read-email.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import {
  aMailbox,
  anEnvelope,
  arrive,
  connectionsOf,
  mailFile,
  notificationFile,
  theMessage,
  tokens,
} from './email-fixtures.ts';

const conversation = '0123456789abcdefghijklmnop';
const sales = aMailbox({ id: 'sales-mail', address: 'Sales@Shop.Example' });

describe('finding the connection of a mail', () => {
  it.each(['support@shop.example', 'Support@SHOP.example', 'support+offer@shop.example'])(
    'delivers mail to %s to the support mailbox',
    async (recipient) => {
      expect((await theMessage(mailFile('gmail-reply'), { recipients: [recipient] })).connectionId).toBe(
        'support-mail',
      );
    },
  );

  it('goes by the envelope, where blind copies and aliases appear, not by the To header', async () => {
    const { messages } = await arrive(mailFile('gmail-reply'), {
      recipients: ['sales@shop.example'],
      connections: [aMailbox(), sales],
    });
    expect(messages.map((message) => message.connectionId)).toEqual(['sales-mail']);
  });

  it('makes one message for each connection, however many of its addresses were written to', async () => {
    const { messages } = await arrive(mailFile('gmail-reply'), {
      recipients: ['support@shop.example', 'support+x@shop.example', 'sales@shop.example'],
      connections: [aMailbox(), sales],
    });
    expect(messages.map((message) => message.connectionId)).toEqual(['support-mail', 'sales-mail']);
  });

  it('prefers the mailbox whose own address carries the tag', async () => {
    const europe = aMailbox({ id: 'europe-mail', address: 'support+eu@shop.example' });
    const tagged = tokens.addressFor(conversation, europe.address);
    const message = await theMessage(mailFile('gmail-reply'), {
      recipients: [tagged],
      connections: [aMailbox(), europe],
    });
    expect(message).toMatchObject({ connectionId: 'europe-mail', replyToken: conversation });
  });

  it('refuses mail for nobody here without naming an address', async () => {
    const refused = arrive(mailFile('gmail-reply'), { recipients: ['private@shop.example'] });
    await expect(refused).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'invalid',
      message: expect.not.stringContaining('@'),
      details: { reason: 'no-connection' },
    });
  });

  it('ignores connections of other providers', async () => {
    const phone = aMailbox({ id: 'phone', provider: 'twilio-sms', channel: 'sms' });
    await expect(arrive(mailFile('gmail-reply'), { connections: [phone] })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('reading what SES received', () => {
  it('produces a message that the domain accepts', async () => {
    const message = await theMessage(mailFile('inline-image'));
    expect($InboundMessage.parse(message)).toEqual(message);
    expect(message.providerId).toBe('o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1');
  });

  it('recognises the conversation by the token in the address answered to', async () => {
    const recipients = [tokens.addressFor(conversation, 'support@shop.example').toUpperCase()];
    expect((await theMessage(mailFile('gmail-reply'), { recipients })).replyToken).toBe(conversation);
  });

  it('takes no token from what the customer quotes or forges', async () => {
    const recipients = [`support+c${conversation}.aaaaaaaaaaaaaaaa@shop.example`];
    expect((await theMessage(mailFile('gmail-reply'), { recipients })).replyToken).toBeUndefined();
  });

  it('keeps no HTML that shows no more than the text', async () => {
    const { files, messages } = await arrive(mailFile('gmail-reply'));
    expect([...files.keys()]).toEqual([]);
    expect(messages[0]).not.toHaveProperty('htmlKey');
  });

  it('keeps the untouched HTML and the attachments under keys that a second delivery repeats', async () => {
    const first = await arrive(mailFile('inline-image'));
    const second = await arrive(mailFile('inline-image'));
    const [message] = first.messages;
    const folder = 'mail/0e9177406a2416b26a0a666b9ec7f33f';

    expect([...first.files.keys()].toSorted()).toEqual([`${folder}/1-image.png`, `${folder}/body.html`]);
    expect([...second.files.keys()]).toEqual([...first.files.keys()]);
    expect(message?.htmlKey).toBe(`${folder}/body.html`);
    expect(Buffer.from(first.files.get(`${folder}/body.html`)?.body ?? []).toString()).toContain(
      '<img src="cid:ii_lamp01">',
    );
    expect(message?.attachments).toEqual([
      {
        id: '1',
        fileName: 'image.png',
        contentType: 'image/png',
        bytes: 70,
        key: `${folder}/1-image.png`,
        contentId: 'ii_lamp01',
      },
    ]);
  });

  it('quarantines mail in which a virus was found', async () => {
    const refused = arrive(mailFile('gmail-reply'), { verdicts: { virusVerdict: { status: 'FAIL' } } });
    await expect(refused).rejects.toMatchObject({ kind: 'invalid', details: { reason: 'virus' } });
  });

  it('quarantines mail that is missing in its bucket', async () => {
    const notification = JSON.parse(notificationFile('received'));
    notification.receipt.action.objectKey = 'in/gone';
    await expect(reader()(anEnvelope(JSON.stringify(notification)))).rejects.toMatchObject({
      kind: 'invalid',
      details: { reason: 'mail-missing' },
    });
  });

  it.each([
    ['as text', undefined, (raw: string) => raw],
    ['as base64', 'BASE64', (raw: string) => Buffer.from(raw).toString('base64')],
  ])('reads mail that the notification holds %s', async (_, encoding, encode) => {
    const notification = JSON.parse(notificationFile('received'));
    notification.receipt.action = { type: 'SNS', topicArn: 'arn:aws:sns:eu-west-1:111122223333:mail', encoding };
    notification.content = encode('From: ada@customer.example\r\n\r\nGrüße');
    expect(await reader()(anEnvelope(JSON.stringify(notification)))).toMatchObject([{ message: { text: 'Grüße' } }]);
  });

  it('refuses mail without any sender', async () => {
    const mail = 'Subject: nobody\r\n\r\nHello';
    await expect(arrive(mail, { source: '<>' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('treats mail with an empty envelope sender as automatic', async () => {
    expect((await theMessage(mailFile('no-date'), { source: '' })).automatic).toBe('empty-envelope-sender');
  });

  it('reads a base64 envelope and one that still wears the SNS envelope', async () => {
    const sns = JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: notificationFile('send') });
    const items = await reader()({ ...anEnvelope(Buffer.from(sns).toString('base64')), encoding: 'base64' });
    expect(items).toEqual([{ kind: 'dropped', rule: 'ses-send', isOwnNews: true }]);
  });
});

describe('reading what is no mail', () => {
  it.each([
    ['send', 'ses-send'],
    ['open', 'ses-open'],
    ['click', 'ses-click'],
    ['subscription', 'ses-subscription'],
    ['topic-subscribed', 'ses-amazonsnssubscriptionsucceeded'],
  ])('drops %s by the rule %s', async (file, rule) => {
    expect(await reader()(anEnvelope(notificationFile(file)))).toEqual([{ kind: 'dropped', rule, isOwnNews: true }]);
  });

  it('drops the line with which SES proves a new event destination', async () => {
    const items = await reader()(anEnvelope('Successfully validated SNS topic for Amazon SES event publishing.'));
    expect(items).toMatchObject([{ kind: 'dropped' }]);
  });

  it('quarantines feedback whose time cannot be read', async () => {
    const body = notificationFile('reject').replace('2026-09-14T06:01:00.000Z', 'this morning');
    await expect(reader()(anEnvelope(body))).rejects.toMatchObject({
      kind: 'invalid',
      details: { path: 'mail.timestamp' },
    });
  });

  it.each(['', 'hello', '[]', 'null', '{"notificationType":"Unheard"}', '{"notificationType":"Received"}'])(
    'quarantines %s',
    async (body) => {
      await expect(reader()(anEnvelope(body))).rejects.toMatchObject({ name: 'Refusal', kind: 'invalid' });
    },
  );
});

const reader = () =>
  createEmailReader({
    connections: connectionsOf(aMailbox()),
    replyTokens: tokens,
    files: { put: async () => undefined, get: async () => undefined, remove: async () => undefined },
    mail: { get: async () => undefined },
  });
