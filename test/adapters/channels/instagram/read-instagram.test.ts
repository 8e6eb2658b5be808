import { describe, expect, it } from 'vitest';
import { createInstagramReader } from '#adapters/channels/instagram/read-instagram.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $SentElsewhere } from '#domain/channels/message-update.ts';
import {
  anEnvelope,
  igAccount,
  igConnection,
  igLoginConnection,
  igsid,
  json,
  metaError,
  only,
  payload,
  pictures,
  world,
} from '../meta-messaging/examples.ts';

const permalink = 'https://www.instagram.com/p/abc/';
const { needs, asked } = world((request) => {
  const { pathname } = request.url;
  if (pathname === `/v26.0/${igsid}`) return json({ id: igsid, name: 'Ines Duarte', username: 'ines' });
  if (pathname === '/v26.0/76543987') return json({ id: '76543987', permalink, caption: 'c'.repeat(300) });
  return pictures(request);
});
const read = createInstagramReader(needs);
const itemOf = (name: string) => only(read, anEnvelope(igConnection, payload('instagram', name)));

async function messageOf(name: string, reader = read, connection = igConnection) {
  const item = await only(reader, anEnvelope(connection, payload('instagram', name)));
  if (item.kind !== 'message') throw new Error(`read a ${item.kind}`);
  return $InboundMessage.parse(item.message);
}

const cdn = 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=17997515821557846&signature=AbyoRMtwJfAwfS';

describe('reading a private message on Instagram', () => {
  it('tells who wrote, with name and handle', async () => {
    expect(await messageOf('text')).toMatchObject({
      channel: 'instagram',
      sender: { address: igsid, scope: igAccount, name: 'Ines Duarte', handle: '@ines', verified: true },
      sentAt: '2025-11-21T12:00:00.735Z',
      text: 'Hello Instagram',
      attachments: [],
    });
  });

  it('shows the story of ours that it answers, and keeps a copy', async () => {
    const message = await messageOf('story-reply');
    expect(message.parts).toStrictEqual([{ kind: 'reference', what: 'story', id: '18040775032372871', url: cdn }]);
    expect(message.attachments).toMatchObject([{ contentType: 'image/png' }]);
  });

  it('does without the copy when the story is over', async () => {
    const over = createInstagramReader(
      world(({ url }) => (url.hostname.includes('fbsbx') ? new Response('', { status: 404 }) : undefined)).needs,
    );
    expect(await messageOf('story-reply', over)).toMatchObject({ text: 'Hello story', attachments: [] });
  });

  it('never copies a story of the customer’s', async () => {
    const before = asked.length;
    const message = await messageOf('story-mention');
    expect(message).toMatchObject({ attachments: [], parts: [{ kind: 'reference', what: 'story-mention', url: cdn }] });
    expect(asked.slice(before).filter(({ url }) => url.hostname.includes('fbsbx'))).toStrictEqual([]);
  });

  it('shows a shared post once, under its id', async () => {
    const message = await messageOf('ig-post');
    expect(message.parts).toMatchObject([{ what: 'post', id: '18115777132926505', title: 'The new blue' }]);
    expect(message.attachments).toHaveLength(1);
  });

  it.each([
    ['like-heart', [{ kind: 'sticker', emoji: '❤️' }]],
    ['unsupported-type', [{ kind: 'unsupported', type: 'unsupported_type' }]],
    ['postback', [{ kind: 'choice', title: 'What are your opening hours?', id: 'HOURS' }]],
  ])('shows what a %s is', async (name, parts) => {
    expect(await messageOf(name)).toMatchObject({ text: '', parts });
  });

  it.each([
    ['deleted', { what: 'deleted' }],
    ['edit', { what: 'edited', text: 'Hello Instagram!' }],
    ['reaction', { what: 'reacted', emoji: '❤️' }],
  ])('reads a %s', async (name, change) => {
    expect(await itemOf(name)).toMatchObject({ kind: 'update', update: { by: 'customer', change } });
  });

  it('reads which message was seen', async () => {
    const item = await itemOf('seen');
    expect(item.kind === 'receipt' && $Receipt.parse(item.receipt)).toStrictEqual({
      connectionId: 'insta',
      providerId: 'MESSAGE-ID',
      status: 'read',
      at: '2025-11-21T12:00:00.735Z',
      receiptId: 'MESSAGE-ID:read',
    });
  });

  it('shows what somebody answered in the app', async () => {
    const item = await itemOf('echo');
    expect(item.kind === 'sent-elsewhere' && $SentElsewhere.parse(item.sent)).toMatchObject({
      to: { address: igsid, scope: igAccount },
      text: 'answered in the app',
    });
  });

  it.each([
    ['edit-that-is-none', 'instagram-edit-without-change'],
    ['self', 'instagram-note-to-self'],
    ['comment-own', 'instagram-own-comment'],
    ['story-insights', 'instagram-insights'],
  ])('drops %s by name', async (name, rule) => {
    expect(await itemOf(name)).toStrictEqual({ kind: 'dropped', rule });
  });
});

describe('reading a comment on Instagram', () => {
  it('takes it as public, with what it is about', async () => {
    expect(await messageOf('comment')).toStrictEqual({
      channel: 'instagram',
      connectionId: 'insta',
      providerId: '123456789',
      sender: { address: igsid, scope: igAccount, handle: '@testuser', verified: true },
      sentAt: '2025-11-21T12:00:03.000Z',
      text: 'This is an example.',
      attachments: [],
      parts: [{ kind: 'reference', what: 'post', id: '76543987', text: 'c'.repeat(200), url: permalink }],
      thread: '123456789',
      isPublic: true,
    });
  });

  it.each([
    ['comment-reply', { thread: '987654321', quotes: '987654321' }],
    [
      'comment-ad',
      {
        providerId: '123456791',
        parts: [{ what: 'advertisement', id: '6045246247433', title: 'Spring sale', url: permalink }],
      },
    ],
    ['live-comment', { providerId: '123456793', sender: { address: 'comment:123456793', verified: false } }],
  ])('reads a %s', async (name, expected) => {
    expect(await messageOf(name)).toMatchObject({ isPublic: true, ...expected });
  });

  it('asks about a post once', async () => {
    await messageOf('comment');
    await messageOf('comment-reply');
    expect(asked.filter(({ url }) => url.pathname.endsWith('/76543987'))).toHaveLength(1);
  });
});

describe('reading a mention on Instagram', () => {
  const told = {
    mentioned_comment: {
      text: '@support can you help?',
      username: 'marek',
      timestamp: '2025-11-21T11:58:00+0000',
      media: { permalink },
    },
  };

  it('asks for what was written, and knows where to answer', async () => {
    const { needs: mentionNeeds, asked: questions } = world(() => json(told));
    expect(await messageOf('mention-comment', createInstagramReader(mentionNeeds))).toStrictEqual({
      channel: 'instagram',
      connectionId: 'insta',
      providerId: '17894227972186120',
      sender: { address: '@marek', scope: igAccount, handle: '@marek', verified: false },
      sentAt: '2025-11-21T11:58:00.000Z',
      text: '@support can you help?',
      attachments: [],
      parts: [{ kind: 'reference', what: 'post', id: '17918195224117851', url: permalink }],
      thread: 'mention:17918195224117851:17894227972186120',
      isPublic: true,
    });
    expect(questions[0]?.url.pathname).toBe(`/v26.0/${igAccount}`);
    expect(questions[0]?.url.searchParams.get('fields')).toMatch(/^mentioned_comment\.comment_id\(17894227972186120\)/);
  });

  it('reads one in a caption', async () => {
    const caption = { mentioned_media: { caption: 'with @support', username: 'kim', permalink } };
    expect(await messageOf('mention-caption', createInstagramReader(world(() => json(caption)).needs))).toMatchObject({
      text: 'with @support',
      thread: 'mention:17918195224117851',
      providerId: '17918195224117851',
    });
  });

  it('keeps one that Instagram does not show', async () => {
    expect(await messageOf('mention-comment', createInstagramReader(world().needs))).toMatchObject({
      text: '',
      sender: { address: 'mention:17894227972186120', verified: false },
      parts: [{ what: 'post' }, { kind: 'unsupported' }],
    });
  });

  it('is tried again after an outage', async () => {
    const down = createInstagramReader(world(() => metaError(2, undefined, 500)).needs);
    await expect(messageOf('mention-comment', down)).rejects.toThrow(/HTTP 500/);
  });
});

describe('an account with Instagram’s own login', () => {
  it('asks Instagram’s own host', async () => {
    const own = world();
    await messageOf('text', createInstagramReader(own.needs), igLoginConnection);
    expect(own.asked.map(({ url }) => url.host)).toStrictEqual(['graph.instagram.com']);
    expect(own.asked[0]?.url.searchParams.has('appsecret_proof')).toBe(false);
  });
});

describe('a body that is not as it should be', () => {
  it.each([
    ['is about a page', payload('instagram', 'text').replace('"instagram"', '"page"'), /something else than instagram/],
    ['is of another account', payload('instagram', 'text').replaceAll(igAccount, '999'), /not the account/],
  ])('is refused when it %s', async (_, body, reason) => {
    await expect(read(anEnvelope(igConnection, body))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(reason),
    });
  });

  it('quarantines a kind of event that this version does not know', async () => {
    const body = payload('instagram', 'comment').replace('"comments"', '"holograms"');
    expect(await read(anEnvelope(igConnection, body))).toMatchObject([
      { kind: 'unreadable', reason: 'unknown event kind holograms' },
    ]);
  });

  it('reads an event of the chat that comes among the changes', async () => {
    const { entry } = JSON.parse(payload('instagram', 'text'));
    const [value] = entry[0].messaging;
    const body = JSON.stringify({
      object: 'instagram',
      entry: [{ id: igAccount, changes: [{ field: 'messages', value }] }],
    });
    expect(await read(anEnvelope(igConnection, body))).toMatchObject([
      { kind: 'message', message: { text: 'Hello Instagram' } },
    ]);
  });
});
