import { describe, expect, it } from 'vitest';
import { createViberSender } from '#adapters/channels/viber/send-viber.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { anOutbound, channelNeeds, json } from '#test/support/channel-needs.ts';
import { connection, credentials } from './viber-examples.ts';

const accepted = () =>
  new Response('{"status":0,"status_message":"ok","message_token":5741311803571721087,"billing_status":1}');

function sender(answer: () => Response = accepted) {
  const { needs, asked } = channelNeeds(connection, credentials, answer);
  const send = createViberSender(needs);
  return {
    asked,
    send: (overrides: Partial<OutboundMessage> = {}) =>
      send(anOutbound(connection, { to: '01234567890A=', ...overrides })),
  };
}

const attachment = (contentType: string, bytes = 1000, fileName = 'a.bin'): Attachment => ({
  id: 'a',
  fileName,
  contentType,
  bytes,
  key: 'a',
});
const media = 'https://files.parley.example/a?seconds=86400';

describe('sending at Viber', () => {
  it('keeps the answer’s token of 64 bits whole, since receipts name it', async () => {
    const { send, asked } = sender();
    expect(await send()).toEqual({ status: 'sent', providerId: '5741311803571721087' });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'https://chatapi.viber.com/pa/send_message',
      body: {
        receiver: '01234567890A=',
        min_api_version: 1,
        // 28 characters at most.
        sender: { name: 'The Harbour Store, Customer ' },
        type: 'text',
        text: 'It is on its way.',
      },
    });
    expect(asked[0]?.headers.get('x-viber-auth-token')).toBe('current-token');
  });

  it.each<[string, Partial<OutboundMessage>, object]>([
    ['a link alone', { text: 'https://shop.example/o/1' }, { type: 'url', media: 'https://shop.example/o/1' }],
    ['a link in a sentence', { text: 'See https://shop.example' }, { type: 'text', text: 'See https://shop.example' }],
    ['a picture', { text: '', attachments: [attachment('image/png')] }, { type: 'picture', text: '', media }],
    [
      'a large picture',
      { text: '', attachments: [attachment('image/png', 2_000_000)] },
      { type: 'file', media, size: 2_000_000, file_name: 'a.bin' },
    ],
    ['a video', { text: '', attachments: [attachment('video/mp4')] }, { type: 'video', media, size: 1000 }],
    [
      'a file',
      { text: '', attachments: [attachment('application/pdf')] },
      { type: 'file', media, size: 1000, file_name: 'a.bin' },
    ],
    [
      'a file with a long name',
      { text: '', attachments: [attachment('text/csv', 1, `${'n'.repeat(300)}.csv`)] },
      { file_name: `${'n'.repeat(252)}.csv` },
    ],
  ])('has a kind for %s', async (_, overrides, content) => {
    const { send, asked } = sender();
    await send(overrides);
    expect(asked[0]?.body).toMatchObject(content);
  });
});

describe('when Viber does not send', () => {
  it.each([
    [1, 'PERMISSION'],
    [2, 'AUTH'],
    [3, 'CONTENT_REJECTED'],
    [4, 'CONTENT_REJECTED'],
    [5, 'INVALID_RECIPIENT'],
    [6, 'OPTED_OUT'],
    [7, 'POLICY'],
    [8, 'AUTH'],
    [9, 'POLICY'],
    [10, 'PERMISSION'],
    [11, 'INVALID_RECIPIENT'],
    [13, 'CONTENT_REJECTED'],
    [14, 'CONTENT_REJECTED'],
    [15, 'PERMISSION'],
    [20, 'POLICY'],
    [21, 'POLICY'],
    [23, 'BILLING'],
    [24, 'BILLING'],
    [999, 'CONTENT_REJECTED'],
  ])('status %s in an answer of HTTP 200 is %s', async (status, name) => {
    const outcome = await sender(() => json({ status, status_message: 'notOk' })).send();
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: name, code: String(status) } });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/^[A-Z][^.]+[.;].+\.$/);
  });

  it('tries again when it asked too much', async () => {
    const { send } = sender(() => json({ status: 12, status_message: 'tooManyRequests' }));
    expect(await send()).toMatchObject({ status: 'retry', failure: { class: 'RATE_LIMITED' }, afterSeconds: 60 });
  });

  it.each<[string, () => Response]>([
    ['HTTP 500', () => new Response('oops', { status: 500 })],
    ['an answer that is no JSON', () => new Response('<html>')],
    ['success without a token', () => json({ status: 0, status_message: 'ok' })],
    [
      'a connection that broke',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('does not send again after %s', async (_, answer) => {
    expect(await sender(answer).send()).toMatchObject({ status: 'ambiguous', failure: { class: 'AMBIGUOUS' } });
  });

  it('fails with words when the connection is gone', async () => {
    expect(await sender().send({ connectionId: 'gone' })).toMatchObject({
      status: 'failed',
      failure: { class: 'PERMISSION' },
    });
  });
});
