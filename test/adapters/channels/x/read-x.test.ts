import { describe, expect, it } from 'vitest';
import { createXReader } from '#adapters/channels/x/read-x.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $SentElsewhere } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type Asked, channelNeeds, envelopeFor, onlyMessage, png } from '#test/support/channel-needs.ts';
import { account, changed, connection, credentials, payload } from './x-examples.ts';

const other = '2222222222222222222';

function reader(answer: (asked: Asked) => Response = () => new Response(png), settings?: Record<string, string>) {
  const one = settings ? { ...connection, settings } : connection;
  const { needs, asked } = channelNeeds(one, credentials, answer);
  return { asked, read: (body: string) => createXReader(needs)(envelopeFor(one, body)) };
}
const read = (body: string) => reader().read(body);

/** The picture of a direct message, put otherwise. */
const withMedia = (media: object) =>
  changed('dm-picture', ({ payload: told }) => {
    const text = JSON.stringify(told.direct_message_events);
    const [event] = JSON.parse(text);
    Object.assign(event.message_create.message_data.attachment.media, media);
    told.direct_message_events = [event];
  });

const withData = (data: object) =>
  changed('dm-received', ({ payload: told }) => {
    const [event] = JSON.parse(JSON.stringify(told.direct_message_events));
    Object.assign(event.message_create.message_data, data);
    told.direct_message_events = [event];
  });

describe('reading a direct message at X', () => {
  it('tells who wrote what and when', async () => {
    const message = onlyMessage(await read(payload('dm-received')));
    expect($InboundMessage.parse(message)).toStrictEqual({
      channel: 'x',
      connectionId: 'x-main',
      providerId: '2080765901528535096',
      sender: { address: other, scope: account, verified: true, name: 'OtherUser', handle: '@OtherUser' },
      sentAt: '2026-07-24T21:23:44.372Z',
      text: 'hello!',
      attachments: [],
    });
  });

  it('does without names that are not of the documented shape', async () => {
    const body = changed('dm-received', ({ payload: told }) => {
      told.users = [null];
    });
    expect(onlyMessage(await read(body)).sender).toEqual({ address: other, scope: account, verified: true });
  });

  it('reads the older Account Activity API alike', async () => {
    expect(onlyMessage(await read(payload('older-direct')))).toMatchObject({
      providerId: '954491830116155396',
      sender: { address: '199566737', name: 'Le Braat', handle: '@LeBraat' },
      text: 'Hello World!',
    });
  });

  it('copies a picture with a signed request, and leaves its link out of the text', async () => {
    const { read: reading, asked } = reader();
    const message = onlyMessage(await reading(payload('dm-picture')));
    expect(message).toMatchObject({ text: '', attachments: [{ contentType: 'image/png', bytes: png.byteLength }] });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe(
      'https://ton.twitter.com/1.1/ton/data/dm/1218168691763924998/1218168684226711552/7WY9gUyS.jpg',
    );
    expect(asked[0]?.headers.get('authorization')).toMatch(
      /^OAuth oauth_consumer_key="consumer-key", .*oauth_signature="/,
    );
  });

  it('takes the best film that is a file, and signs nothing for it', async () => {
    const variants = [
      { content_type: 'application/x-mpegURL', url: 'https://video.twimg.com/a.m3u8' },
      { content_type: 'video/mp4', bitrate: 256_000, url: 'https://video.twimg.com/small.mp4' },
      { content_type: 'video/mp4', bitrate: 832_000, url: 'https://video.twimg.com/large.mp4' },
    ];
    const { read: reading, asked } = reader();
    await reading(withMedia({ type: 'video', video_info: { variants } }));
    expect(asked.map(({ url, headers }) => [url, headers.has('authorization')])).toEqual([
      ['https://video.twimg.com/large.mp4', false],
    ]);
  });

  it.each([
    'https://evil.example/a.jpg',
    'https://ton.twitter.com.evil.example/a.jpg',
    'https://ton.twitter.com@evil.example/a.jpg',
    'http://ton.twitter.com/a.jpg',
    'https://169.254.169.254/latest/meta-data',
  ])('fetches nothing from %s', async (media_url_https) => {
    const { read: reading, asked } = reader();
    const message = onlyMessage(await reading(withMedia({ media_url_https })));
    expect(message.attachments).toMatchObject([{ fileName: 'file-1.not-copied.txt' }]);
    expect(asked).toEqual([]);
  });

  it('shows links as they were written, and characters that X escapes', async () => {
    const urls = [{ url: 'https://t.co/abc', expanded_url: 'https://shop.example/$&/o?a=1&b=2' }];
    const body = withData({ text: '1 &lt; 2 &amp;amp; https://t.co/abc', entities: { urls } });
    expect(onlyMessage(await read(body)).text).toBe('1 < 2 &amp; https://shop.example/$&/o?a=1&b=2');
  });

  it.each<[string, object, object]>([
    [
      'a quick reply',
      { text: 'Yes', quick_reply_response: { type: 'options', metadata: 'yes' } },
      { kind: 'choice', title: 'Yes', id: 'yes' },
    ],
    [
      'a place',
      {
        attachment: {
          type: 'location',
          location: {
            type: 'shared_coordinate',
            shared_coordinate: { coordinates: { type: 'Point', coordinates: [-122.443_893, 37.771_718] } },
          },
        },
      },
      { kind: 'location', latitude: 37.771_718, longitude: -122.443_893 },
    ],
    ['anything new', { attachment: { type: 'hologram' } }, { kind: 'unsupported', type: 'hologram' }],
  ])('reads %s as a part', async (_, data, part) => {
    const message = onlyMessage(await read(withData(data)));
    expect(message.parts).toEqual([part]);
    $InboundMessage.parse(message);
  });

  it('shows that something came encrypted', async () => {
    const message = onlyMessage(await read(payload('chat-received')));
    expect(message).toMatchObject({
      providerId: 'e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6',
      sender: { address: other },
      text: '',
    });
    expect(message.parts).toEqual([{ kind: 'unsupported', type: 'encrypted message' }]);
  });
});

describe('reading a mention at X', () => {
  it('is a public message in the conversation of its post', async () => {
    const message = onlyMessage(await read(payload('mention')));
    expect($InboundMessage.parse(message)).toStrictEqual({
      channel: 'x',
      connectionId: 'x-main',
      providerId: '2080765813578191303',
      sender: { address: other, scope: account, verified: true, name: 'OtherUser', handle: '@OtherUser' },
      sentAt: '2026-07-24T21:23:23.000Z',
      text: 'hey @ExampleUser',
      attachments: [],
      thread: '2080765813578191303',
      isPublic: true,
    });
  });

  it('tells which post it answers, and copies what X includes of its media', async () => {
    const { read: reading, asked } = reader();
    const body = changed('mention', (data) => {
      data.payload.referenced_tweets = [{ type: 'replied_to', id: '17' }];
      data.payload.attachments = { media_keys: ['3_1'] };
      const media = [
        { media_key: '3_1', type: 'photo', url: 'https://pbs.twimg.com/media/a.jpg' },
        { media_key: '3_2', type: 'photo', url: 'https://pbs.twimg.com/media/b.jpg' },
      ];
      Object.assign(data, { includes: { media } });
    });
    expect(onlyMessage(await reading(body))).toMatchObject({
      quotes: '17',
      attachments: [{ contentType: 'image/png' }],
    });
    expect(asked.map(({ url }) => url)).toEqual(['https://pbs.twimg.com/media/a.jpg']);
  });

  it('drops a post of our own', async () => {
    const body = changed('mention', ({ payload: post }) => {
      post.author_id = account;
    });
    expect(await read(body)).toEqual([{ kind: 'dropped', rule: 'x-own-post' }]);
  });
});

describe('reading what else X tells', () => {
  it('shows what was sent from our account', async () => {
    const [item] = await read(payload('dm-sent'));
    expect(item?.kind === 'sent-elsewhere' && $SentElsewhere.parse(item.sent)).toMatchObject({
      providerId: '2080763914820927863',
      to: { address: '2244994945', scope: account },
      text: 'Thanks for the update!',
    });
  });

  it('drops the echo of our own app where X names it', async () => {
    const sent = changed('dm-sent', ({ payload: told }) => {
      const [event] = JSON.parse(JSON.stringify(told.direct_message_events));
      event.message_create.source_app_id = '13090192';
      told.direct_message_events = [event];
    });
    expect(await reader(undefined, { appId: '13090192' }).read(sent)).toEqual([{ kind: 'dropped', rule: 'x-echo' }]);
    expect(await reader(undefined, { appId: '7' }).read(sent)).toMatchObject([{ kind: 'sent-elsewhere' }]);
  });

  it('shows that something was sent encrypted, without showing it', async () => {
    const [item] = await read(payload('chat-sent'));
    expect(item).toMatchObject({
      kind: 'sent-elsewhere',
      sent: { to: { address: other }, text: expect.stringMatching(/encrypted/) },
    });
  });

  const readBy = (sender_id: string) =>
    changed('dm-received', (data) => {
      data.event_type = 'dm.read';
      data.payload = {
        direct_message_mark_read_events: [
          { created_timestamp: '1518452444662', sender_id, last_read_event_id: '963085315333238788' },
        ],
      };
    });

  it.each([
    ['the X Activity API', readBy('199566737')],
    ['the older API', payload('older-read')],
  ])('takes reading for a watermark, by %s', async (_, body) => {
    const [item] = await read(body);
    expect(item?.kind === 'receipt' && $Receipt.parse(item.receipt)).toEqual({
      connectionId: 'x-main',
      providerId: '',
      upTo: { address: '199566737', scope: account },
      status: 'read',
      at: '2018-02-12T16:20:44.662Z',
      receiptId: '199566737:963085315333238788:read',
    });
  });

  it.each([
    ['our own reading', readBy(account), 'x-own-read'],
    [
      'typing',
      changed('dm-received', (data) => {
        data.payload = { direct_message_indicate_typing_events: [{ sender_id: other }] };
      }),
      'x-typing',
    ],
    ['news of our profile', payload('profile'), 'x-profile.update.bio'],
  ])('drops %s', async (_, body, rule) => {
    expect(await read(body)).toEqual([{ kind: 'dropped', rule }]);
  });

  it('reports that access was revoked, though the filter is empty', async () => {
    expect(await read(payload('oauth-revoke'))).toMatchObject([
      { kind: 'notice', notice: { severity: 'broken', at: '2026-07-23T21:44:05.000Z' } },
    ]);
  });
});

describe('reading what is wrong', () => {
  it('sets one bad message aside and reads its neighbour', async () => {
    const bad = { type: 'message_create', id: '1' };
    const body = changed('dm-received', ({ payload: told }) => {
      told.direct_message_events = [
        bad,
        ...(Array.isArray(told.direct_message_events) ? told.direct_message_events : []),
      ];
    });
    const items = await read(body);
    expect(items.map(({ kind }) => kind)).toEqual(['unreadable', 'message']);
    const [again] = items[0]?.kind === 'unreadable' ? await read(items[0].body) : [];
    expect(again).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/documented shape/) });
  });

  it.each([
    [
      'an unknown event',
      changed('profile', (data) => {
        data.event_type = 'jobs.create';
      }),
    ],
    [
      'a mention without a text',
      changed('mention', ({ payload: post }) => {
        delete post.text;
      }),
    ],
    ['an older event that is no direct message', JSON.stringify({ for_user_id: account, tweet_create_events: [{}] })],
  ])('sets %s aside', async (_, body) => {
    expect(await read(body)).toMatchObject([{ kind: 'unreadable', body: expect.any(String) }]);
  });

  it.each([
    [
      'of another account',
      changed('dm-received', (data) => {
        data.filter = { user_id: '9' };
      }),
      /not the account/,
    ],
    [
      'of no account',
      changed('dm-received', (data) => {
        data.filter = {};
      }),
      /not the account/,
    ],
    [
      'of another account, by the older API',
      JSON.stringify({ for_user_id: '9', direct_message_events: [] }),
      /not the account/,
    ],
    ['that is no JSON', '{"data"', /not JSON/],
    ['of neither API', '{"hello":1}', /documented shape/],
  ])('refuses a body %s whole', async (_, body, sentence) => {
    await expect(read(body)).rejects.toThrow(Refusal);
    await expect(read(body)).rejects.toThrow(sentence);
  });
});
