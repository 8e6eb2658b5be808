import { describe, expect, it } from 'vitest';
import { createInstagramSender } from '#adapters/channels/instagram/send-instagram.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { aFile, anOutbound, igAccount, igsid, json, metaError, world } from '../meta-messaging/examples.ts';

async function send(
  overrides: Partial<OutboundMessage>,
  answer: () => Response = () => json({ recipient_id: igsid, message_id: 'aWdf-new' }),
) {
  const { needs, asked } = world(answer);
  const message = anOutbound({
    channel: 'instagram',
    connectionId: 'insta',
    to: igsid,
    toScope: igAccount,
    ...overrides,
  });
  const outcome = await createInstagramSender(needs)(message);
  return {
    outcome,
    asked: asked.map(({ url, body }) => ({ host: url.host, path: url.pathname, body })),
    requests: asked,
  };
}

const text = 'It left this morning.';

describe('answering on Instagram', () => {
  it.each([
    ['insta', 'graph.facebook.com', true],
    ['insta-own', 'graph.instagram.com', false],
  ])('through connection %s asks %s', async (connectionId, host, isProven) => {
    const { outcome, asked, requests } = await send({ connectionId, answers: 'aWdf-1' });
    expect(outcome).toStrictEqual({ status: 'sent', providerId: 'aWdf-new' });
    expect(asked).toStrictEqual([
      {
        host,
        path: '/v26.0/me/messages',
        body: { recipient: { id: igsid }, messaging_type: 'RESPONSE', message: { text }, reply_to: { mid: 'aWdf-1' } },
      },
    ]);
    expect(requests[0]?.url.searchParams.has('appsecret_proof')).toBe(isProven);
  });

  it('sends a file by its address', async () => {
    const { asked } = await send({ text: '', attachments: [aFile('application/pdf')] });
    expect(asked[0]?.body).toMatchObject({
      message: { attachment: { type: 'file', payload: { url: expect.stringMatching(/^https:/) } } },
    });
  });

  it('says after 24 hours that a person writes', async () => {
    const { asked } = await send({ heardAt: '2026-11-16T12:00:00.000Z' });
    expect(asked[0]?.body).toMatchObject({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
  });
});

describe('answering what everybody can see', () => {
  const accepted = () => json({ id: '178999' });

  it.each([
    ['a comment', { thread: '987654321', answers: '123456790' }, '987654321/replies', { message: text }],
    [
      'a mention in a comment',
      { thread: 'mention:17918:17894', answers: '17894' },
      `${igAccount}/mentions`,
      { media_id: '17918', comment_id: '17894', message: text },
    ],
    [
      'a mention in a caption',
      { thread: 'mention:17918', answers: '17918' },
      `${igAccount}/mentions`,
      { media_id: '17918', message: text },
    ],
  ])('puts the answer to %s where it belongs', async (...[, target, path, body]) => {
    const { outcome, asked } = await send({ ...target, isPublic: true }, accepted);
    expect(outcome).toStrictEqual({ status: 'sent', providerId: '178999' });
    expect(asked).toMatchObject([{ path: `/v26.0/${path}`, body }]);
  });

  it('answers a comment in private by its id, and nothing else', async () => {
    const { asked } = await send({ answers: '123456790', heardAt: '2026-11-14T12:00:00.000Z' });
    expect(asked[0]?.body).toStrictEqual({ recipient: { comment_id: '123456790' }, message: { text } });
  });

  it('takes no files where everybody reads', async () => {
    const { outcome, asked } = await send({ isPublic: true, thread: '1', text: '', attachments: [aFile('image/png')] });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'MEDIA_INVALID' } });
    expect(asked).toStrictEqual([]);
  });

  it('is not sent without a comment', async () => {
    expect((await send({ isPublic: true })).outcome).toMatchObject({
      status: 'failed',
      failure: { class: 'INVALID_RECIPIENT' },
    });
  });
});

describe('what Meta says to a send', () => {
  it.each([
    [10, 2_534_022, 'OUTSIDE_WINDOW'],
    [100, 2_534_014, 'INVALID_RECIPIENT'],
    [100, 2_534_015, 'CONTENT_REJECTED'],
    [100, 2_534_037, 'PERMISSION'],
    [10_900, undefined, 'POLICY'],
    [190, 460, 'AUTH'],
  ])('%s/%s is %s', async (code, subcode, name) => {
    const { outcome } = await send({}, () => metaError(code, subcode));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: name, reason: expect.stringMatching(/\.$/) } });
  });

  it('tries again when Instagram limits us', async () => {
    expect((await send({}, () => metaError(80_002))).outcome).toMatchObject({ status: 'retry' });
  });

  it('says so when the connection is gone', async () => {
    expect((await send({ connectionId: 'page' })).outcome).toMatchObject({ failure: { class: 'PERMISSION' } });
  });
});
