import { describe, expect, it } from 'vitest';
import { createMessengerReader } from '#adapters/channels/messenger/read-messenger.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $MessageUpdate } from '#domain/channels/message-update.ts';
import {
  anEnvelope,
  json,
  only,
  page,
  pageConnection,
  payload,
  pictures,
  psid,
  world,
} from '../meta-messaging/examples.ts';

const read = createMessengerReader(world(pictures).needs);
const itemOf = (name: string) => only(read, anEnvelope(pageConnection, payload('messenger', name)));

async function messageOf(name: string) {
  const item = await itemOf(name);
  if (item.kind !== 'message') throw new Error(`read a ${item.kind}`);
  return $InboundMessage.parse(item.message);
}

const post = `${page}_901097836652708`;
const comment = '901097836652708_903438993085259';

describe('reading what people write on a page', () => {
  it('takes a comment below a post as a public conversation of its own', async () => {
    expect(await messageOf('comment-add')).toStrictEqual({
      channel: 'facebook',
      connectionId: 'page',
      providerId: comment,
      sender: {
        address: psid,
        scope: page,
        name: 'Tom Okafor',
        verified: true,
        aliases: [{ channel: 'messenger', address: psid, scope: page }],
      },
      sentAt: '2025-11-21T12:00:02.000Z',
      text: 'and the next one',
      attachments: [],
      parts: [
        { kind: 'reference', what: 'post', id: post, url: 'https://www.facebook.com/parley/posts/901097836652708' },
      ],
      thread: comment,
      isPublic: true,
    });
  });

  it('puts an answer to a comment into that comment’s thread, with its picture', async () => {
    const message = await messageOf('comment-reply-with-photo');
    expect(message).toMatchObject({ thread: comment, quotes: comment, text: 'like this', isPublic: true });
    expect(message.attachments).toMatchObject([{ contentType: 'image/png' }]);
    expect(message.parts).toStrictEqual([
      { kind: 'reference', what: 'post', id: post, url: `https://www.facebook.com/${post}` },
    ]);
  });

  it('takes a visitor’s post, and all comments below it, as one thread', async () => {
    const visitorPost = `${page}_7293787835232`;
    expect(await messageOf('visitor-post')).toMatchObject({
      providerId: visitorPost,
      thread: visitorPost,
      text: "Let's check this",
    });
    expect(await messageOf('comment-below-visitor-post')).toMatchObject({ thread: visitorPost, isPublic: true });
  });

  it('keeps a comment of somebody whom Meta does not name, as nobody’s proven word', async () => {
    expect((await messageOf('comment-nameless')).sender).toStrictEqual({
      address: `comment:${comment}`,
      scope: page,
      verified: false,
    });
  });
});

describe('reading a mention of the page', () => {
  it('asks Meta who it was', async () => {
    const told = { from: { id: '4455', name: 'Kim' }, permalink_url: 'https://www.facebook.com/kim/posts/1' };
    const { needs } = world(({ url }) =>
      url.pathname.endsWith('1234567890321_98722536423179') ? json(told) : undefined,
    );
    const item = await only(
      createMessengerReader(needs),
      anEnvelope(pageConnection, payload('messenger', 'mention-post')),
    );
    expect(item).toMatchObject({
      kind: 'message',
      message: {
        sender: { address: '4455', name: 'Kim', verified: true },
        text: 'A test post message',
        thread: '1234567890321_98722536423179',
        isPublic: true,
        parts: [{ what: 'post', url: 'https://www.facebook.com/kim/posts/1' }],
      },
    });
  });

  it('keeps it where Meta does not tell', async () => {
    expect(await messageOf('mention-comment')).toMatchObject({
      providerId: '7363534231324_3754798971271444',
      thread: '7363534231324_3754798971271444',
      sender: { address: 'comment:7363534231324_3754798971271444', verified: false },
    });
  });
});

describe('what becomes of a comment', () => {
  it.each([
    ['comment-edited', { what: 'edited', text: "Let's see the Webhooks in action :D" }, '2025-11-21T12:00:10.000Z'],
    ['comment-remove', { what: 'deleted' }, '2025-11-21T12:00:03.000Z'],
  ])('is an update for %s', async (name, change, at) => {
    const item = await itemOf(name);
    expect(item.kind === 'update' && $MessageUpdate.parse(item.update)).toMatchObject({
      providerId: comment,
      by: 'customer',
      at,
      change,
    });
  });

  it('tells two edits apart and one edit twice as the same', async () => {
    const other = payload('messenger', 'comment-edited').replace('in action', 'in motion');
    const ids = await Promise.all(
      [payload('messenger', 'comment-edited'), payload('messenger', 'comment-edited'), other].map(async (body) => {
        const item = await only(read, anEnvelope(pageConnection, body));
        return item.kind === 'update' ? item.update.updateId : undefined;
      }),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it.each([
    ['comment-hide', 'messenger-moderation'],
    ['video-unblock', 'messenger-moderation'],
    ['comment-own', 'messenger-own-post'],
    ['reaction-add', 'messenger-feed-reaction'],
  ])('drops %s by name', async (name, rule) => {
    expect(await itemOf(name)).toStrictEqual({ kind: 'dropped', rule });
  });

  it.each([
    ['a verb', payload('messenger', 'comment-add').replace('"add"', '"dream"'), 'feed/comment/dream'],
    ['an item', payload('messenger', 'comment-add').replace('"comment"', '"hologram"'), 'feed/hologram'],
    ['a field', payload('messenger', 'comment-add').replace('"feed"', '"leadgen"'), 'leadgen'],
  ])('quarantines %s that this version does not know', async (_, body, kind) => {
    expect(await read(anEnvelope(pageConnection, body))).toMatchObject([
      { kind: 'unreadable', reason: `unknown event kind ${kind}` },
    ]);
  });
});
