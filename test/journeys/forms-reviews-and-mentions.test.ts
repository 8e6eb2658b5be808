import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, eventually, findRow, reply, whenConversation } from './journey.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

type Sent = { readonly provider: string; readonly to: string; readonly text: string; readonly status: string };

const simulate = (provider: string, values: Readonly<Record<string, string>>) =>
  fetch(`${system.url}/local/simulate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider, action: 'message', values }),
  });

const sentTo = (provider: string, text: string) =>
  eventually(`"${text}" sent through ${provider}`, async () => {
    const response = await fetch(`${system.url}/local/sent`);
    const { items } = (await response.json()) as { readonly items: readonly Sent[] };
    return items.find((sent) => sent.provider === provider && sent.text === text);
  });

async function answered(about: string, text: string): Promise<string> {
  const { id } = await findRow(system, about);
  const seen = await whenConversation(system, id, ({ conversation }) => conversation.holder.kind === 'agent');
  expect((await reply(system, { by: 'ada', seen, text })).status).toBe(201);
  return id;
}

describe('what is polled', () => {
  it.each([
    ['google-play', { id: 'gp:journey', text: 'It forgets my address 7001' }, 'forgets my address 7001'],
    ['app-store', { id: 'as-journey', text: 'It crashes with basket 7002' }, 'crashes with basket 7002'],
    ['mastodon', { text: 'no parcel 7003 yet' }, 'no parcel 7003 yet'],
  ])('comes in from %s, and is answered there', async (provider, values, about) => {
    await simulate(provider, values);
    await answered(about, `We look into ${about}.`);
    await sentTo(provider, `We look into ${about}.`);
  });

  it('is one conversation for all versions of a review', async () => {
    await simulate('google-play', { id: 'gp:twice', text: 'Slow since update 7004', stars: '2' });
    const { id } = await findRow(system, 'update 7004');
    await simulate('google-play', { id: 'gp:twice', text: 'Fast again, thanks', stars: '5' });
    const detail = await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    expect(detail.conversation.channel).toBe('review');
  });
});

describe('a contact form', () => {
  it('is answered by mail, which arrives, and goes on by mail in the same conversation', async () => {
    await simulate('web-form', { email: 'grace@customer.example', message: 'My invoice 7005 is in the wrong name.' });
    const id = await answered('invoice 7005', 'We send you a new one.');
    await whenConversation(system, id, (detail) => deliveryOf(detail) === 'delivered');
    const store = await (await fetch(`${system.mailInbox}store`)).text();
    const [address = ''] = new RegExp(`support\\+c${id}\\.[a-z2-7]{16}@parley\\.example`).exec(store) ?? [];
    await system.sendMail({
      from: 'grace@customer.example',
      to: address,
      subject: 'Re: Write to us',
      text: 'It should read Field.',
    });
    await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
  });
});

describe('a system of one’s own', () => {
  it('tells of a message by signed webhook and gets the answer so', async () => {
    await simulate('generic-webhook', { text: 'Delivery note 7006 is wrong', ticket: 'T-7006' });
    await answered('note 7006', 'We check note 7006.');
    expect(await sentTo('generic-webhook', 'We check note 7006.')).toMatchObject({ to: 'partner-77', status: 'taken' });
  });
});
