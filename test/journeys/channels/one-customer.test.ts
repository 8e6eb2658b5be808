import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationDetail, CustomerDetail } from '#functions/agent-api/contract.ts';
import { mailConnection } from '#local/seed/accounts.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, findRow, get, nowOf, post, sendRawMail, typesOf, whenConversation } from '../journey.ts';
import { answer, held, messagesOf, reached, rowNamed } from './channel-journey.ts';
import { mailTo } from './mailbox.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const customerOf = async ({ conversation }: ConversationDetail): Promise<CustomerDetail> =>
  (await get<CustomerDetail>(system, 'ada', `/v1/customers/${conversation.customerId}`)).body;

const whenMessages = (id: string, count: number): Promise<ConversationDetail> =>
  whenConversation(system, id, (detail) => messagesOf(detail).length === count);

describe('a person who changes channels', () => {
  const mail = 'k-5001@customers.example';
  const phone = '+15550105001';
  /** Mails know seconds only; this one is written a minute after what was said in the chat. */
  const mailOf = (date: string): string =>
    [
      `From: Ines <${mail}>`,
      `To: ${mailConnection.address}`,
      'Subject: Order 5001',
      `Date: ${date}`,
      'Message-ID: <order-5001@customers.example>',
      '',
      'I have to go; please write to me here.',
    ].join('\r\n');

  it('goes from chat to mail in one conversation', async () => {
    await system.simulate('web-chat', 'message', {
      visitor: 'k-5001',
      name: 'Ines Rocha',
      text: 'Where is order 5001?',
    });
    const { id } = await findRow(system, 'order 5001');
    const date = new Date((await nowOf(system)).getTime() + 60_000).toUTCString();
    await sendRawMail(system, { from: mail, to: mailConnection.address }, mailOf(date));
    const detail = await whenMessages(id, 2);
    expect(detail.conversation).toMatchObject({ channel: 'email', customerName: 'Ines Rocha' });
    expect(messagesOf(detail).map(({ channel }) => channel)).toStrictEqual(['chat', 'email']);
    const [, placed] = detail.events.filter((event) => event.type === 'MessageReceived');
    expect(placed).toMatchObject({ placedBecause: expect.stringContaining('5001') });
  });

  it('then by phone: an agent says that it is the same person, and joins what belongs together', async () => {
    const byMail = await detailOf(system, (await findRow(system, 'please write to me here')).id);
    await system.simulate('twilio-voice', 'call', { from: phone, outcome: 'voicemail' });
    const { id } = await rowNamed(system, phone);
    const call = await detailOf(system, id);
    expect(call.conversation.customerId).not.toBe(byMail.conversation.customerId);
    const path = `/v1/conversations/${byMail.conversation.id}/join`;
    expect(await post(system, 'maya', { path, body: { conversationId: id } })).toMatchObject({ status: 409 });

    const { customerId } = byMail.conversation;
    const merging = { path: `/v1/customers/${customerId}/merge`, body: { customerId: call.conversation.customerId } };
    expect(await post(system, 'maya', merging)).toMatchObject({ status: 200 });
    expect(await post(system, 'maya', { path, body: { conversationId: id } })).toMatchObject({ status: 200 });

    const joined = await detailOf(system, byMail.conversation.id);
    expect(messagesOf(joined).map(({ channel }) => channel)).toStrictEqual(['chat', 'email', 'voice']);
    const { customer, conversations } = await customerOf(joined);
    expect(customer.identities.map(({ value }) => value)).toStrictEqual(expect.arrayContaining([mail, phone]));
    expect(conversations.map((one) => one.id)).toStrictEqual([byMail.conversation.id]);
  });

  it('is known when calling again, and is answered by mail', async () => {
    await system.simulate('amazon-connect', 'call', { from: phone, outcome: 'hang up' });
    const { id } = await rowNamed(system, 'Ines Rocha');
    const detail = await whenMessages(id, 4);
    expect(detail.conversation).toMatchObject({ channel: 'email' });
    await answer(system, detail, { text: 'It arrives on Friday, Ines.' });
    expect(await mailTo(system, mail)).toMatchObject({
      body: { text: expect.stringContaining('It arrives on Friday, Ines.') },
    });
  });

  it('shares the number in Telegram, and is who calls from it', async () => {
    const who = { from: '352706888', name: 'Jo Fields' };
    await system.simulate('telegram', 'message', { ...who, text: 'I would rather talk about order 5002' });
    const { id } = await findRow(system, 'order 5002');
    await system.simulate('telegram', 'phone', { ...who, phone: '15550105002' });
    await whenMessages(id, 2);
    await system.simulate('twilio-voice', 'call', { from: '+15550105002', outcome: 'hang up' });
    const detail = await whenMessages(id, 3);
    expect(messagesOf(detail).at(-1)).toMatchObject({ channel: 'voice' });
    await answer(system, detail, { text: 'We call you, Jo.' });
    expect(await reached(system, 'telegram', 'We call you, Jo.')).toMatchObject({ to: '352706888' });
  });
});

describe('two matters in one conversation', () => {
  it('are taken apart, and each is answered for itself', async () => {
    await system.simulate('viber', 'message', { text: 'My lamp 6001 is broken' });
    await system.simulate('viber', 'message', { text: 'And an invoice 6002 is missing' });
    const { id } = await findRow(system, 'invoice 6002');
    const before = await whenMessages(id, 2);
    const second = before.events.findLast((event) => event.type === 'MessageReceived');
    const body = { eventIds: [second?.id], subject: 'Invoice 6002' };
    expect(await post(system, 'maya', { path: `/v1/conversations/${id}/split`, body })).toMatchObject({ status: 200 });

    const apart = await held(system, 'Invoice 6002');
    expect(apart.conversation.id).not.toBe(id);
    expect(apart.conversation.customerId).toBe(before.conversation.customerId);
    expect(messagesOf(apart).map(({ text }) => text)).toStrictEqual(['And an invoice 6002 is missing']);
    expect(typesOf(await detailOf(system, id))).toContain('MessagesMoved');
    await answer(system, apart, { text: 'The invoice 6002 is attached.' });
    await reached(system, 'viber', 'The invoice 6002 is attached.');
  });

  it('that turn out to be one are joined, and what comes then goes there', async () => {
    const apart = await findRow(system, 'Invoice 6002');
    const { id } = await findRow(system, 'lamp 6001');
    const joining = { path: `/v1/conversations/${id}/join`, body: { conversationId: apart.id } };
    expect(await post(system, 'maya', joining)).toMatchObject({ status: 200 });
    expect((await detailOf(system, apart.id)).conversation).toMatchObject({
      joinedInto: id,
      stage: { status: 'resolved' },
    });
    await system.simulate('viber', 'message', { text: 'Thank you, both are solved' });
    const detail = await whenConversation(system, id, (one) => messagesOf(one).at(-1)?.text.includes('both') === true);
    expect(messagesOf(detail).map(({ text }) => text)).toContain('And an invoice 6002 is missing');
  });
});
