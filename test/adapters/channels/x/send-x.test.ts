import { describe, expect, it } from 'vitest';
import { createXSender } from '#adapters/channels/x/send-x.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { noon } from '#test/support/builders.ts';
import { type Asked, anOutbound, channelNeeds, json, png } from '#test/support/channel-needs.ts';
import { connection, credentials } from './x-examples.ts';

const sentDirect = () =>
  json({ data: { dm_conversation_id: '1346889436626259968', dm_event_id: '1582838499983564806' } }, 201);
const posted = () =>
  json(
    { data: { id: '1445880548472328192', text: 'Hello world!', edit_history_tweet_ids: ['1445880548472328192'] } },
    201,
  );
const uploaded = () =>
  json({
    data: { id: '1146654567674912769', media_key: '3_1146654567674912769', expires_after_secs: 86_400, size: 70 },
  });
const problem =
  (status: number, body: object = {}, headers: Record<string, string> = {}) =>
  () =>
    json({ title: 'Problem', type: 'about:blank', status, ...body }, status, headers);

const answering =
  (direct: () => Response, upload = uploaded) =>
  ({ url }: Asked) => {
    if (url.endsWith('/media/upload')) return upload();
    return url.endsWith('/tweets') && direct === sentDirect ? posted() : direct();
  };

function sender(answers: (asked: Asked) => Response = answering(sentDirect)) {
  const { needs, asked, kept } = channelNeeds(connection, credentials, answers);
  kept.set('a', { contentType: 'image/png', body: png });
  const send = createXSender(needs);
  return {
    asked,
    send: (overrides: Partial<OutboundMessage> = {}) =>
      send(anOutbound(connection, { to: '9876543210', ...overrides })),
  };
}

const inPublic = { isPublic: true, answers: '17', thread: '16' } as const;
const picture = { id: 'a', fileName: 'a.png', contentType: 'image/png', bytes: png.byteLength, key: 'a' };

describe('sending at X', () => {
  it('writes a direct message, signed for our account', async () => {
    const { send, asked } = sender();
    expect(await send()).toEqual({ status: 'sent', providerId: '1582838499983564806' });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.x.com/2/dm_conversations/with/9876543210/messages',
      body: { text: 'It is on its way.' },
    });
    expect(asked[0]?.headers.get('authorization')).toMatch(/^OAuth .*oauth_token="1111111111111111111-token"/);
  });

  it('answers in public what was said in public', async () => {
    const { send, asked } = sender();
    expect(await send(inPublic)).toEqual({ status: 'sent', providerId: '1445880548472328192' });
    expect(asked[0]).toMatchObject({
      url: 'https://api.x.com/2/tweets',
      body: { text: 'It is on its way.', reply: { in_reply_to_tweet_id: '17' } },
    });
  });

  it.each([
    ['a direct message', { text: '' }, 'dm_image', { attachments: [{ media_id: '1146654567674912769' }] }],
    ['a post', inPublic, 'tweet_image', { media: { media_ids: ['1146654567674912769'] } }],
  ])('uploads the picture of %s first', async (...row) => {
    const [, overrides, media_category, body] = row;
    const { send, asked } = sender();
    expect(await send({ ...overrides, attachments: [picture] })).toMatchObject({ status: 'sent' });
    expect(asked[0]?.body).toEqual({ media: png.toString('base64'), media_category, media_type: 'image/png' });
    expect(asked[1]?.body).toMatchObject(body);
  });

  it.each<[string, Partial<OutboundMessage>, RegExp]>([
    ['a post that is too long', { ...inPublic, text: 'a'.repeat(281) }, /280 characters at most, and X counts 281/],
    ['a post in a script that counts double', { ...inPublic, text: '楼'.repeat(141) }, /X counts 282/],
    ['an answer to no post', { isPublic: true }, /not known which post/],
  ])('refuses %s, and asks X nothing', async (_, overrides, reason) => {
    const { send, asked } = sender();
    expect(await send(overrides)).toMatchObject({
      status: 'failed',
      failure: { class: 'CONTENT_REJECTED', reason: expect.stringMatching(reason) },
    });
    expect(asked).toEqual([]);
  });

  it('lets a direct message be longer than a post', async () => {
    expect(await sender().send({ text: 'a'.repeat(281) })).toMatchObject({ status: 'sent' });
  });

  it.each([
    ['a film', { ...picture, contentType: 'video/mp4' }, /JPEG, PNG and WebP/],
    ['a picture that is gone', { ...picture, key: 'gone' }, /not stored any more/],
  ])('refuses %s with words', async (_, attachment, reason) => {
    const outcome = await sender().send({ attachments: [attachment] });
    expect(outcome).toMatchObject({
      status: 'failed',
      failure: { class: 'MEDIA_INVALID', reason: expect.stringMatching(reason) },
    });
  });

  it.each([
    ['an outage', problem(503), 'retry', 'TRANSIENT'],
    ['too many uploads', problem(429), 'retry', 'RATE_LIMITED'],
    ['a picture too large', problem(413), 'failed', 'MEDIA_INVALID'],
    ['an app without the right', problem(403), 'failed', 'PERMISSION'],
  ])('sends no message without its picture after %s', async (...row) => {
    const [, upload, status, name] = row;
    const { send, asked } = sender(answering(sentDirect, upload));
    expect(await send({ attachments: [picture] })).toMatchObject({ status, failure: { class: name } });
    expect(asked).toHaveLength(1);
  });
});

describe('when X does not send', () => {
  it.each<[string, () => Response, Partial<OutboundMessage>, string]>([
    ['400', problem(400), {}, 'CONTENT_REJECTED'],
    ['401', problem(401), {}, 'AUTH'],
    ['402', problem(402), {}, 'BILLING'],
    [
      '403 to a direct message',
      problem(403, { detail: 'You are not permitted to perform this action.' }),
      {},
      'BLOCKED_BY_USER',
    ],
    [
      '403 to a post',
      problem(403, { detail: 'You are not permitted to perform this action.' }),
      inPublic,
      'PERMISSION',
    ],
    [
      '403 for the app',
      problem(403, { type: 'https://api.twitter.com/2/problems/client-forbidden' }),
      {},
      'PERMISSION',
    ],
    [
      '403 for saying it twice',
      problem(403, { detail: 'You are not allowed to create a Tweet with duplicate content.' }),
      inPublic,
      'CONTENT_REJECTED',
    ],
    ['404', problem(404), {}, 'INVALID_RECIPIENT'],
    [
      'code 349',
      problem(403, { errors: [{ code: 349, message: 'You cannot send messages to this user.' }] }),
      {},
      'BLOCKED_BY_USER',
    ],
    ['code 326', problem(403, { errors: [{ code: 326 }] }), {}, 'POLICY'],
    ['code 433', problem(403, { errors: [{ code: 433 }] }), inPublic, 'POLICY'],
    [
      'a plan that is used up',
      problem(429, { type: 'https://api.twitter.com/2/problems/usage-capped', title: 'UsageCapExceeded' }),
      {},
      'BILLING',
    ],
  ])('says what %s means', async (...row) => {
    const [, answer, overrides, name] = row;
    const outcome = await sender(answering(answer)).send(overrides);
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: name, code: expect.any(String) } });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/^[A-Z][^.]+[.;:].+\.$/);
  });

  it('waits until X’s window begins anew', async () => {
    const reset = String(Date.parse(noon) / 1000 + 300);
    const outcome = await sender(answering(problem(429, {}, { 'x-rate-limit-reset': reset }))).send();
    expect(outcome).toMatchObject({ status: 'retry', afterSeconds: 300, failure: { class: 'RATE_LIMITED' } });
  });

  it.each<[string, () => Response]>([
    ['HTTP 503', problem(503)],
    ['an answer without an id', () => json({}, 201)],
    [
      'a connection that broke',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('does not send again after %s', async (_, answer) => {
    expect(await sender(answering(answer)).send()).toMatchObject({ status: 'ambiguous' });
  });

  it('fails with words when the connection is gone', async () => {
    expect(await sender().send({ connectionId: 'gone' })).toMatchObject({
      status: 'failed',
      failure: { class: 'PERMISSION' },
    });
  });
});
