import { describe, expect, it } from 'vitest';
import { createMessengerSender } from '#adapters/channels/messenger/send-messenger.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { aFile, anOutbound, json, metaError, page, psid, world } from '../meta-messaging/examples.ts';

const sent = () => json({ recipient_id: psid, message_id: 'm_new' });

async function send(overrides: Partial<OutboundMessage>, answer: () => Response = sent) {
  const { needs, asked } = world(answer);
  const outcome = await createMessengerSender(needs)(anOutbound(overrides));
  return {
    outcome,
    asked: asked.map(({ method, url, body }) => ({ method, path: url.pathname, body })),
    requests: asked,
  };
}

const comment = '901097836652708_903438993085259';

describe('answering on Messenger', () => {
  it('sends a text as the page, with the token in a header and the proof beside it', async () => {
    const { outcome, asked, requests } = await send({});
    expect(outcome).toStrictEqual({ status: 'sent', providerId: 'm_new' });
    expect(asked).toStrictEqual([
      {
        method: 'POST',
        path: `/v26.0/${page}/messages`,
        body: {
          recipient: { id: psid },
          messaging_type: 'RESPONSE',
          message: { text: 'It left this morning.', metadata: 'parley' },
        },
      },
    ]);
    expect(requests[0]?.url.host).toBe('graph.facebook.com');
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer token-of-the-page');
    expect(requests[0]?.url.searchParams.has('appsecret_proof')).toBe(true);
    expect(requests[0]?.url.searchParams.has('access_token')).toBe(false);
  });

  it.each([
    ['image/png', 1000, 'image'],
    ['image/png', 9_000_000, 'file'],
    ['video/mp4', 1000, 'video'],
    ['audio/mpeg', 1000, 'audio'],
    ['application/pdf', 1000, 'file'],
  ])('sends a file of type %s and %s bytes as %s', async (contentType, bytes, type) => {
    const { asked } = await send({ text: '', attachments: [aFile(contentType, bytes)] });
    expect(asked[0]?.body).toMatchObject({
      message: {
        attachment: { type, payload: { url: 'https://files.example/media/f-1/label.bin', is_reusable: false } },
      },
    });
  });

  it('quotes the message it answers', async () => {
    const { asked } = await send({ answers: 'm_1fTq8oLumEyIp3Q2MR' });
    expect(asked[0]?.body).toMatchObject({ reply_to: { mid: 'm_1fTq8oLumEyIp3Q2MR' }, messaging_type: 'RESPONSE' });
  });

  it('quotes nothing that Meta has no id for', async () => {
    const { asked } = await send({ answers: `referral:${psid}:1763726400627` });
    expect(asked[0]?.body).not.toHaveProperty('reply_to');
  });

  it.each([
    ['2026-11-18T12:00:00.001Z', 'RESPONSE', undefined],
    ['2026-11-18T12:00:00.000Z', 'MESSAGE_TAG', 'HUMAN_AGENT'],
    ['2026-11-14T12:00:00.000Z', 'MESSAGE_TAG', 'HUMAN_AGENT'],
    [undefined, 'RESPONSE', undefined],
  ])('for a customer heard at %s says %s', async (heardAt, messagingType, tag) => {
    const { heardAt: _, ...rest } = anOutbound();
    const { needs, asked } = world(sent);
    await createMessengerSender(needs)({ ...rest, ...(heardAt ? { heardAt } : {}), answers: 'm_1' });
    // Quoting is for the first 24 hours only.
    const more = tag === undefined ? { reply_to: { mid: 'm_1' } } : { tag };
    expect(asked[0]?.body).toStrictEqual({
      recipient: { id: psid },
      message: { text: 'It left this morning.', metadata: 'parley' },
      messaging_type: messagingType,
      ...more,
    });
  });

  it('does not let a program’s words pass for a person’s after the window', async () => {
    const { outcome, asked } = await send({ automatic: true, heardAt: '2026-11-16T12:00:00.000Z' });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'OUTSIDE_WINDOW' } });
    expect(asked).toStrictEqual([]);
  });
});

describe('answering a comment on the page', () => {
  it('in public goes below the top-level comment', async () => {
    const { outcome, asked } = await send(
      { channel: 'facebook', isPublic: true, thread: comment, answers: '901097836652708_2' },
      () => json({ id: '901097836652708_3' }),
    );
    expect(outcome).toStrictEqual({ status: 'sent', providerId: '901097836652708_3' });
    expect(asked).toMatchObject([{ path: `/v26.0/${comment}/comments`, body: { message: 'It left this morning.' } }]);
  });

  it('in private names the comment, whenever it was', async () => {
    const { asked } = await send({ answers: comment, heardAt: '2026-11-15T12:00:00.000Z' });
    expect(asked[0]?.body).toStrictEqual({
      recipient: { comment_id: comment },
      message: { text: 'It left this morning.', metadata: 'parley' },
    });
  });

  it('in private names a visitor’s post as a post', async () => {
    const { asked } = await send({ answers: `${page}_7293787835232` });
    expect(asked[0]?.body).toMatchObject({ recipient: { post_id: `${page}_7293787835232` } });
  });

  it('takes no files where everybody reads', async () => {
    const { outcome, asked } = await send({
      channel: 'facebook',
      isPublic: true,
      thread: '1',
      text: '',
      attachments: [aFile('image/png')],
    });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'MEDIA_INVALID' } });
    expect(asked).toStrictEqual([]);
  });

  it('is not sent without a comment', async () => {
    const { outcome, asked } = await send({ channel: 'facebook', isPublic: true });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'INVALID_RECIPIENT' } });
    expect(asked).toStrictEqual([]);
  });
});

describe('what Meta says to a send', () => {
  it.each([
    [10, 2_018_278, 'OUTSIDE_WINDOW'],
    [10, 2_534_022, 'OUTSIDE_WINDOW'],
    [10, 2_018_065, 'OUTSIDE_WINDOW'],
    [10, 2_018_108, 'BLOCKED_BY_USER'],
    [551, undefined, 'BLOCKED_BY_USER'],
    [551, 1_545_041, 'BLOCKED_BY_USER'],
    [200, 1_545_041, 'BLOCKED_BY_USER'],
    [100, 2_018_001, 'INVALID_RECIPIENT'],
    [100, 2_018_047, 'MEDIA_INVALID'],
    [100, 2_018_008, 'MEDIA_INVALID'],
    [190, 463, 'AUTH'],
    [200, undefined, 'PERMISSION'],
    [230, undefined, 'PERMISSION'],
    [10, 2_018_300, 'PERMISSION'],
    [368, undefined, 'POLICY'],
    [10, 1_893_063, 'POLICY'],
    [10_900, undefined, 'POLICY'],
    [10_903, undefined, 'OUTSIDE_WINDOW'],
    [100, 2_018_292, 'CONTENT_REJECTED'],
    [100, 33, 'CONTENT_REJECTED'],
    [100, undefined, 'CONTENT_REJECTED'],
  ])('%s/%s is %s, and is explained without quoting anybody', async (code, subcode, name) => {
    const { outcome } = await send({}, () => metaError(code, subcode));
    expect(outcome).toMatchObject({
      status: 'failed',
      failure: { class: name, code: subcode === undefined ? `${code}` : `${code}/${subcode}` },
    });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/^[A-Z][^.]+[.;:].+\.$/);
    expect(JSON.stringify(outcome)).not.toMatch(/secret text/);
  });

  it.each([
    [613, undefined],
    [4, undefined],
    [17, undefined],
    [32, undefined],
    [80_004, undefined],
    [80_006, undefined],
    [1200, undefined],
  ])('%s is tried again', async (code, subcode) => {
    expect((await send({}, () => metaError(code, subcode))).outcome).toMatchObject({ status: 'retry' });
  });

  it('keeps to the time that Meta asks for', async () => {
    const busy = () => json({ error: { code: 613, message: '' } }, 400, { 'retry-after': '77' });
    expect((await send({}, busy)).outcome).toMatchObject({ status: 'retry', afterSeconds: 77 });
  });

  it.each([
    ['an outage', () => metaError(2, undefined, 500)],
    ['an answer without an id', () => json({})],
    ['a page of a proxy', () => new Response('<html>', { status: 502 })],
  ])('leaves open after %s whether it was sent', async (_, answer) => {
    expect((await send({}, answer)).outcome).toMatchObject({ status: 'ambiguous' });
  });

  it('says so when the connection is gone', async () => {
    expect((await send({ connectionId: 'insta' })).outcome).toMatchObject({
      status: 'failed',
      failure: { class: 'PERMISSION' },
    });
  });
});
