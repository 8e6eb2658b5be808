import { describe, expect, it } from 'vitest';
import { createLineSender, retryKeyOf } from '#adapters/channels/line/send-line.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { noon } from '#test/support/builders.ts';
import { type Asked, anOutbound, channelNeeds, json } from '#test/support/channel-needs.ts';
import { connection, credentials, groupId, userId } from './line-examples.ts';

const accepted = () => json({ sentMessages: [{ id: '461230966842064897', quoteToken: 'IStG5h1Tz7b...' }] });
const refusing = (status: number, message: string, headers?: Record<string, string>) => () =>
  json({ message }, status, headers);
const justNow = new Date(Date.parse(noon) - 20_000).toISOString();
const longAgo = new Date(Date.parse(noon) - 120_000).toISOString();
const withToken = { answerToken: 'reply-token', heardAt: justNow };

function sender(answers: (asked: Asked) => Response, settings?: Record<string, string>) {
  const { needs, asked, kept } = channelNeeds(
    settings ? { ...connection, settings } : connection,
    credentials,
    answers,
  );
  const send = createLineSender(needs);
  return {
    asked,
    kept,
    send: (overrides: Partial<OutboundMessage> = {}) => send(anOutbound(connection, { to: userId, ...overrides })),
  };
}

const attachment = (contentType: string, bytes = 1000): Attachment => ({
  id: 'a',
  fileName: 'a',
  contentType,
  bytes,
  key: 'a',
});

describe('sending at LINE', () => {
  it('pushes with a key that is the same for each try', async () => {
    const { send, asked } = sender(accepted);
    expect(await send()).toEqual({ status: 'sent', providerId: '461230966842064897' });
    await send();
    expect(asked[0]?.url).toBe('https://api.line.me/v2/bot/message/push');
    expect(asked[0]?.body).toEqual({ to: userId, messages: [{ type: 'text', text: 'It is on its way.' }] });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer channel-access-token');
    const [key, again] = asked.map(({ headers }) => headers.get('x-line-retry-key'));
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(again).toBe(key);
    expect(retryKeyOf({ connectionId: 'line-main', messageId: 'm-2' })).not.toBe(key);
  });

  it('answers with the reply token within a minute', async () => {
    const { send, asked } = sender(accepted);
    expect(await send(withToken)).toMatchObject({ status: 'sent' });
    expect(asked.map(({ url, body }) => [url, body])).toEqual([
      [
        'https://api.line.me/v2/bot/message/reply',
        { replyToken: 'reply-token', messages: [{ type: 'text', text: 'It is on its way.' }] },
      ],
    ]);
    expect(asked[0]?.headers.has('x-line-retry-key')).toBe(false);
  });

  it.each([
    ['is too old', { answerToken: 'reply-token', heardAt: longAgo }, ['push']],
    ['was used already', withToken, ['reply', 'push']],
  ])('pushes when the reply token %s', async (_, overrides, ways) => {
    const { send, asked } = sender(({ url }) =>
      url.endsWith('reply') ? refusing(400, 'Invalid reply token')() : accepted(),
    );
    expect(await send(overrides)).toMatchObject({ status: 'sent' });
    expect(asked.map(({ url }) => url.split('/').at(-1))).toEqual(ways);
  });

  it('answers in the group where it was said', async () => {
    const { send, asked } = sender(accepted);
    await send({ thread: groupId });
    expect(asked[0]?.body).toMatchObject({ to: groupId });
  });

  it('takes 409 for success: the first try did arrive', async () => {
    const body = { message: 'The retry key is already accepted', sentMessages: [{ id: '5' }] };
    expect(await sender(() => json(body, 409)).send()).toEqual({ status: 'sent', providerId: '5' });
  });
});

describe('sending a file at LINE', () => {
  it.each([
    [
      'a picture',
      attachment('image/jpeg'),
      {
        type: 'image',
        originalContentUrl: 'https://files.parley.example/a?seconds=604800',
        previewImageUrl: 'https://files.parley.example/a?seconds=604800',
      },
    ],
    [
      'a large picture',
      attachment('image/png', 2_000_000),
      {
        type: 'image',
        originalContentUrl: 'https://files.parley.example/a?seconds=604800',
        previewImageUrl: 'https://shop.example/p.jpg',
      },
    ],
    [
      'a video',
      attachment('video/mp4'),
      {
        type: 'video',
        originalContentUrl: 'https://files.parley.example/a?seconds=604800',
        previewImageUrl: 'https://shop.example/p.jpg',
      },
    ],
  ])('gives a link of seven days to %s, and a preview', async (_, file, object) => {
    const { send, asked } = sender(accepted, { previewImageUrl: 'https://shop.example/p.jpg' });
    await send({ text: '', attachments: [file] });
    expect(asked[0]?.body).toMatchObject({ messages: [object] });
  });

  it('tells how long a recording is', async () => {
    const { send, asked, kept } = sender(accepted);
    // A movie header of version 0: 90,000 ticks at 30,000 a second.
    const header = Buffer.alloc(100 + 8);
    header.writeUInt32BE(header.byteLength, 0);
    header.write('mvhd', 4, 'latin1');
    header.writeUInt32BE(30_000, 8 + 12);
    header.writeUInt32BE(90_000, 8 + 16);
    const moov = Buffer.alloc(8);
    moov.writeUInt32BE(8 + header.byteLength, 0);
    moov.write('moov', 4, 'latin1');
    const ftyp = Buffer.from('00000014667479704d3441200000000069736f6d', 'hex');
    kept.set('a', { contentType: 'audio/x-m4a', body: Buffer.concat([ftyp, moov, header]) });
    await send({ text: '', attachments: [attachment('audio/x-m4a')] });
    expect(asked[0]?.body).toMatchObject({ messages: [{ type: 'audio', duration: 3000 }] });
  });

  it.each([
    ['a PDF', attachment('application/pdf'), /pictures, MP4 videos and M4A recordings only/],
    ['a video without a preview', attachment('video/mp4'), /preview for videos/],
    ['a large picture without a preview', attachment('image/png', 2_000_000), /pictures above 1 MB/],
    ['a recording without a length', attachment('audio/mp4'), /how long it is/],
  ])('refuses %s with words, and asks LINE nothing', async (_, file, sentence) => {
    const { send, asked } = sender(accepted);
    expect(await send({ text: '', attachments: [file] })).toEqual({
      status: 'failed',
      failure: { class: 'MEDIA_INVALID', reason: expect.stringMatching(sentence) },
    });
    expect(asked).toEqual([]);
  });
});

describe('when LINE does not send', () => {
  it.each([
    [400, "The property, 'to', in the request body is invalid (line: -, column: -)", 'INVALID_RECIPIENT'],
    [400, 'The request body has 1 error(s)', 'CONTENT_REJECTED'],
    [401, 'Authentication failed.', 'AUTH'],
    [403, 'Access to this API is not available for your account', 'PERMISSION'],
    [404, 'Not found', 'INVALID_RECIPIENT'],
    [413, 'Request exceeds the max size of 2MB', 'CONTENT_REJECTED'],
    [429, 'You have reached your monthly limit.', 'BILLING'],
  ])('%s "%s" is %s', async (status, message, name) => {
    const outcome = await sender(refusing(status, message)).send();
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: name, code: String(status) } });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/^[A-Z][^.]+[.;].+\.$/);
  });

  it('tries again when it asked too much', async () => {
    const outcome = await sender(refusing(429, 'The API rate limit has been exceeded.', { 'retry-after': '7' })).send();
    expect(outcome).toMatchObject({ status: 'retry', afterSeconds: 7, failure: { class: 'RATE_LIMITED' } });
  });

  const hangingUp = () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  };
  const outage = refusing(500, 'Internal error');
  it.each([
    { what: 'a push, whose key makes that safe', overrides: {}, answer: outage, status: 'retry' },
    { what: 'a push whose connection broke', overrides: {}, answer: hangingUp, status: 'retry' },
    { what: 'a reply, which has no key', overrides: withToken, answer: outage, status: 'ambiguous' },
    { what: 'a reply whose connection broke', overrides: withToken, answer: hangingUp, status: 'ambiguous' },
  ])('does the right thing after an outage with $what', async ({ overrides, answer, status }) => {
    const { send, asked } = sender(answer);
    expect(await send(overrides)).toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  it('fails with words when the connection is gone', async () => {
    const outcome = await sender(accepted).send({ connectionId: 'gone' });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
  });
});
