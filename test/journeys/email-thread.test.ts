import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, detailOf, eventually, findRow, reply, sendRawMail, whenConversation } from './journey.ts';

const mail = (headers: Record<string, string>, body: string): string =>
  [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ].join('\r\n');

const $Sent = z.object({
  emails: z.array(
    z.object({ destination: z.object({ to: z.array(z.string()) }), subject: z.string(), replyTo: z.array(z.string()) }),
  ),
});

/** What the SES emulator sent, from the store behind its web inbox. */
async function mailTo(system: LocalSystem, address: string) {
  const response = await fetch(new URL('/store', system.mailInbox));
  const { emails } = $Sent.parse(await response.json());
  return emails.find(({ destination }) => destination.to.some((to) => to.includes(address)));
}

describe('an email conversation over three mails', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('keeps its thread when the customer answers from another mail program', async () => {
    await sendRawMail(
      system,
      { from: 'amara@customer.example', to: 'support@parley.example' },
      mail(
        {
          From: 'Amara Okafor <amara@customer.example>',
          To: 'support@parley.example',
          Subject: 'Refund not received',
          'Message-ID': '<first@customer.example>',
          Date: new Date().toUTCString(),
        },
        'Hi, I returned order 10110 on the 8th and still have no refund.\r\n',
      ),
    );
    const { id } = await findRow(system, 'Refund not received');
    const opened = await detailOf(system, id);
    expect(opened.customer.name).toBe('Amara Okafor');

    expect((await reply(system, { by: 'maya', seen: opened, text: 'It left us on the 12th.' })).status).toBe(201);
    const answered = await whenConversation(system, id, (detail) => deliveryOf(detail) === 'delivered');
    const sent = await eventually('the mail is in the outbox', () => mailTo(system, 'amara@customer.example'));
    expect(sent.subject).toBe('Re: Refund not received');
    const [replyTo = ''] = sent.replyTo;
    expect(replyTo).toContain(`+c${id}.`);

    const wireId = answered.events.findLast((event) => event.type === 'DeliveryChanged' && event.rfcMessageId);
    const rfcMessageId = wireId?.type === 'DeliveryChanged' ? wireId.rfcMessageId : undefined;
    expect(rfcMessageId).toMatch(/^<.+@email\.amazonses\.com>$/);
    await sendRawMail(
      system,
      { from: 'amara@customer.example', to: 'support@parley.example' },
      mail(
        {
          From: 'Amara <amara@customer.example>',
          To: 'support@parley.example',
          Subject: 'AW: Refund not received',
          'Message-ID': '<second@phone.example>',
          'In-Reply-To': rfcMessageId ?? '',
          Date: new Date().toUTCString(),
        },
        `Nothing on my account yet.\r\n\r\nAm 12. November schrieb Support:\r\n> It left us on the 12th.\r\n`,
      ),
    );
    const third = await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    const second = third.events.findLast((event) => event.type === 'MessageReceived');
    expect(second?.type === 'MessageReceived' && second.message.text.trim()).toBe('Nothing on my account yet.');

    await sendRawMail(
      system,
      { from: 'amara@customer.example', to: replyTo.replace(/^.*<|>.*$/g, '') },
      mail(
        {
          From: 'Amara <amara@customer.example>',
          To: replyTo,
          Subject: 'something else entirely',
          'Message-ID': '<third@web.example>',
          Date: new Date().toUTCString(),
        },
        'From the web mailer, without any reference.\r\n',
      ),
    );
    await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 3,
    );
  });

  it('a stranger who knows the ids opens a conversation of their own', async () => {
    await sendRawMail(
      system,
      { from: 'mallory@elsewhere.example', to: 'support@parley.example' },
      mail(
        {
          From: 'Mallory <mallory@elsewhere.example>',
          To: 'support@parley.example',
          Subject: 'Re: Refund not received',
          'Message-ID': '<m1@elsewhere.example>',
          'In-Reply-To': '<first@customer.example>',
          Date: new Date().toUTCString(),
        },
        'Please send it to my account instead, ref 10666.\r\n',
      ),
    );
    const row = await findRow(system, 'ref 10666');
    expect(row.customerName).toBe('Mallory');
  });

  it('a bounce shows on the message as undeliverable', async () => {
    await sendRawMail(
      system,
      { from: 'bounce@simulator.amazonses.com', to: 'support@parley.example' },
      mail(
        {
          From: 'Gone Soon <bounce@simulator.amazonses.com>',
          To: 'support@parley.example',
          Subject: 'Question 10777',
          'Message-ID': '<b1@simulator>',
          Date: new Date().toUTCString(),
        },
        'Are you there? ref 10777\r\n',
      ),
    );
    const { id } = await findRow(system, '10777');
    const opened = await detailOf(system, id);
    expect((await reply(system, { by: 'maya', seen: opened, text: 'Yes, we are.' })).status).toBe(201);
    const bounced = await whenConversation(system, id, (detail) => deliveryOf(detail) === 'undeliverable');
    const news = bounced.events.findLast((event) => event.type === 'DeliveryChanged');
    expect(news?.type === 'DeliveryChanged' && news.failure?.class).toBe('INVALID_RECIPIENT');
  });

  it('an out-of-office answer is kept, marked, and starts no deadline', async () => {
    await sendRawMail(
      system,
      { from: 'away@customer.example', to: 'support@parley.example' },
      mail(
        {
          From: 'Away <away@customer.example>',
          To: 'support@parley.example',
          Subject: 'Out of office 10888',
          'Auto-Submitted': 'auto-replied',
          'Message-ID': '<oo@customer.example>',
          Date: new Date().toUTCString(),
        },
        'I am away until Monday.\r\n',
      ),
    );
    const { id } = await findRow(system, '10888');
    const detail = await detailOf(system, id);
    expect(detail.conversation.deadline).toBeUndefined();
    expect(detail.conversation.priority).toBe('low');
  });
});
