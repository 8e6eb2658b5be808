import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, eventually, findRow, reply, whenConversation } from './journey.ts';

const $Store = z.object({
  emails: z.array(
    z.object({
      subject: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      replyTo: z.array(z.string()),
      body: z.object({ text: z.string() }),
    }),
  ),
});

type Sent = { readonly provider: string; readonly to: string; readonly text: string };

describe('the user of an app', { timeout: 60_000 }, () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startSystem();
  }, 90_000);
  afterAll(() => system.stop());

  const simulate = async (provider: string, values: Readonly<Record<string, string>>): Promise<void> => {
    const body = JSON.stringify({ provider, action: 'message', values });
    expect((await fetch(`${system.url}/local/simulate`, { method: 'POST', body })).status).toBe(200);
  };

  it('is heard through the business’s server, and answered through it', async () => {
    await simulate('in-app', { user: 'u-77', text: 'My card 4477 was refused' });
    const row = await findRow(system, 'card 4477');
    expect(row).toMatchObject({ channel: 'app', customerName: 'Tomas Vik' });
    const seen = await whenConversation(system, row.id, ({ conversation }) => conversation.holder.kind === 'agent');
    expect((await reply(system, { by: 'maya', seen, text: 'Try the other card.' })).status).toBe(201);
    const sent = await eventually('the answer at the stand-in for the server', async () => {
      const response = await fetch(`${system.url}/local/sent`);
      const { items } = (await response.json()) as { items: readonly Sent[] };
      return items.find(({ provider }) => provider === 'in-app');
    });
    expect(sent).toMatchObject({ to: 'u-77', text: 'Try the other card.' });
    await whenConversation(system, row.id, (detail) => deliveryOf(detail) === 'sent');
  });

  it('and the signed-in visitor of a chat is one customer with one conversation', async () => {
    await simulate('web-chat', { visitor: 'k-88', text: 'Is order 8844 packed?' });
    await simulate('web-chat', { visitor: 'k-88', text: 'And sent?' });
    const { id } = await findRow(system, 'order 8844');
    const detail = await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    expect(detail.conversation).toMatchObject({ channel: 'chat', customerName: 'Ines Rocha' });
  });

  it('who has left the chat is answered by mail, and goes on there in the same conversation', async () => {
    await simulate('web-chat', { visitor: 'k-99', text: 'When does order 9955 leave?' });
    const { id } = await findRow(system, 'order 9955');
    const seen = await whenConversation(system, id, ({ conversation }) => conversation.holder.kind === 'agent');
    await system.advanceClock('PT5M');
    expect((await reply(system, { by: 'maya', seen, text: 'It leaves on Friday.' })).status).toBe(201);
    await whenConversation(system, id, (detail) => deliveryOf(detail) === 'sent');
    const mail = await eventually('the mail', async () => {
      const response = await fetch(new URL('/store', system.mailInbox));
      const { emails } = $Store.parse(await response.json());
      return emails.find(({ body }) => body.text.includes('It leaves on Friday.'));
    });
    expect(mail.destination.to).toStrictEqual(['k-99@customers.example']);

    const answer = { from: 'k-99@customers.example', to: mail.replyTo[0] ?? '', subject: mail.subject };
    await system.sendMail({ ...answer, text: 'Friday is fine, order 9955.' });
    const answered = await whenConversation(
      system,
      id,
      ({ events }) => events.filter(({ type }) => type === 'MessageReceived').length === 2,
    );
    expect(answered.conversation).toMatchObject({ channel: 'email' });
  });
});
