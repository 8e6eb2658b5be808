import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import type { Upload } from '#functions/agent-api/reply-contract.ts';
import { picture } from '#local/stand-ins/twilio-picture.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { detailOf, eventually, post, whenConversation } from '../journey.ts';
import { answer, deliveriesOf, held, holderOf, reached, tryToAnswer } from './channel-journey.ts';
import { mailTo } from './mailbox.ts';

let system: LocalSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

type Values = Readonly<Record<string, string>>;

async function written(provider: string, text: string, values: Values = {}): Promise<ConversationDetail> {
  await system.simulate(provider, 'message', { text, message: text, ...values });
  return held(system, text);
}

const resolve = ({ conversation }: ConversationDetail) =>
  post(system, 'ada', { path: `/v1/conversations/${conversation.id}/resolve` });

describe('an answer that is too long for one message', () => {
  const sentence = (number: number): string => `${number}. Hold the blue part and turn it until you hear a click.`;
  const longText = Array.from({ length: 180 }, (_, index) => sentence(index)).join(' ');

  it.each([
    ['telegram', 4096],
    ['messenger', 2000],
    ['instagram', 1000],
    ['slack', 4000],
    ['meta-whatsapp', 4096],
    ['line', 5000],
    ['viber', 7000],
  ])('reaches a customer of %s in pieces of at most %d, in order', async (provider, most) => {
    const seen = await written(provider, `How do I build the lamp, ${provider}?`);
    const pieces = Math.ceil(longText.length / most);
    await answer(system, seen, { text: longText });
    const sent = await eventually(`${pieces} pieces at ${provider}`, async () => {
      const all = (await system.sentBy(provider)).toReversed();
      return all.map(({ text }) => text).join(' ') === longText && all;
    });
    expect(sent.length).toBeGreaterThanOrEqual(pieces);
    expect(sent.every(({ text }) => text.length <= most)).toBe(true);
    const detail = await whenConversation(system, seen.conversation.id, (one) =>
      deliveriesOf(one).every((status) => ['sent', 'delivered', 'read'].includes(status)),
    );
    expect(deliveriesOf(detail)).toHaveLength(sent.length);
    await resolve(seen);
  });

  it.each(['google-play', 'mastodon', 'app-store'])('is refused for %s, which takes one message', async (provider) => {
    const seen = await written(provider, `How do I fold the lamp, ${provider}?`);
    expect(await tryToAnswer(system, seen, { text: longText })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/this channel takes \d+\. Shorten it/) },
    });
    await resolve(seen);
  });
});

describe('a file of an agent', () => {
  async function uploaded(by: string): Promise<string> {
    const request = { bytes: picture.body.byteLength, contentType: 'image/png' };
    const { body } = await post<Upload>(system, by, { path: '/v1/uploads', body: request });
    const form = new FormData();
    for (const [name, value] of Object.entries(body.fields)) form.set(name, value);
    form.set('file', new Blob([Uint8Array.from(picture.body)], { type: 'image/png' }), 'plan.png');
    expect((await fetch(body.url, { method: 'POST', body: form })).ok).toBe(true);
    return body.uploadId;
  }

  async function answerWithFile(seen: ConversationDetail, text: string): Promise<void> {
    const uploadId = await uploaded(holderOf(seen));
    await answer(system, seen, { text, attachments: [{ uploadId, fileName: 'plan.png' }] });
  }

  it.each([
    'in-app',
    'twilio-whatsapp',
    'meta-whatsapp',
    'messenger',
    'instagram',
    'line',
    'viber',
    'x',
    'telegram',
    'slack',
    'generic-webhook',
  ])('reaches the customer of %s', async (provider) => {
    const seen = await written(provider, `Is there a plan, ${provider}?`);
    await answerWithFile(seen, `Here is the plan, ${provider}.`);
    await reached(system, provider, `Here is the plan, ${provider}.`);
    await eventually(`a file at a customer of ${provider}`, async () =>
      (await system.sentBy(provider)).some(({ files }) => files.length === 1),
    );
    await whenConversation(system, seen.conversation.id, (one) =>
      deliveriesOf(one).every((status) => ['sent', 'delivered', 'read'].includes(status)),
    );
    await resolve(seen);
  });

  it('reaches whoever filled in the form, by mail', async () => {
    const seen = await written('web-form', 'Is there a plan for the form?');
    await answerWithFile(seen, 'Here is the plan for Grace.');
    expect(await mailTo(system, 'grace@customer.example')).toMatchObject({
      attachments: [{ filename: 'plan.png', contentType: 'image/png' }],
    });
    await resolve(seen);
  });
});

describe('while a provider is unwell', () => {
  afterAll(() => system.faults({ providers: 'none', twilio: 'none' }));

  const isAmbiguous = (detail: ConversationDetail): boolean => deliveriesOf(detail).at(-1) === 'ambiguous';

  async function settle(seen: ConversationDetail, was: 'sent' | 'not-sent'): Promise<void> {
    const { id } = seen.conversation;
    const messageId = Object.keys((await detailOf(system, id)).conversation.deliveries).at(-1);
    const path = `/v1/conversations/${id}/messages/${messageId}/settle`;
    expect((await post(system, holderOf(seen), { path, body: { was } })).status).toBe(200);
  }

  const timesSent = async (provider: string, text: string): Promise<number> =>
    (await system.sentBy(provider)).filter((sent) => sent.text === text).length;

  it('an answer that may have been sent is shown so, and is not sent again', { timeout: 40_000 }, async () => {
    const seen = await written('telegram', 'Did you get the lamp back?');
    await system.faults({ providers: 'hang' });
    await answer(system, seen, { text: 'It may be here.' });
    // As long as a provider is given to answer.
    await eventually('nobody knows', async () => isAmbiguous(await detailOf(system, seen.conversation.id)), 30_000);
    await system.faults({ providers: 'none' });
    await system.settled();
    expect(await timesSent('telegram', 'It may be here.')).toBe(1);
    await settle(seen, 'sent');
    await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'sent');
    expect(await timesSent('telegram', 'It may be here.')).toBe(1);
    await resolve(seen);
  });

  it('an answer that turns out not to have been sent is written anew', async () => {
    const seen = await written('messenger', 'Did you find the lamp?');
    await system.faults({ providers: 'reset' });
    await answer(system, seen, { text: 'We have not.' });
    await whenConversation(system, seen.conversation.id, isAmbiguous);
    await system.faults({ providers: 'none' });
    await settle(seen, 'not-sent');
    const failed = await whenConversation(system, seen.conversation.id, (one) => deliveriesOf(one).at(-1) === 'failed');
    expect(failed.conversation.deadline?.kind).toBe('next-reply');
    await answer(system, failed, { text: 'We have not.' });
    await reached(system, 'messenger', 'We have not.');
    await system.settled();
    expect(await timesSent('messenger', 'We have not.')).toBe(1);
    await resolve(seen);
  });

  it.each(['messenger', 'viber', 'slack', 'meta-whatsapp', 'line'])(
    'an answer that %s has no time for is sent later, once',
    async (provider) => {
      const seen = await written(provider, `Still there, ${provider}?`);
      await system.faults({ providers: '429' });
      await answer(system, seen, { text: `Still here, ${provider}.` });
      await whenConversation(system, seen.conversation.id, ({ events }) =>
        events.some((event) => event.type === 'DeliveryChanged' && event.status === 'queued'),
      );
      await system.faults({ providers: 'none' });
      await reached(system, provider, `Still here, ${provider}.`);
      await system.settled();
      expect(await timesSent(provider, `Still here, ${provider}.`)).toBe(1);
      await resolve(seen);
    },
  );
});
