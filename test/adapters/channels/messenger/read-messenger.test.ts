import { describe, expect, it } from 'vitest';
import { createMessengerReader } from '#adapters/channels/messenger/read-messenger.ts';
import { $Receipt } from '#domain/channels/delivery.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $Consent, $MessageUpdate, $SentElsewhere } from '#domain/channels/message-update.ts';
import { noon } from '#test/support/builders.ts';
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

const named = 'Tom Okafor';
const { needs, asked, kept } = world((request) =>
  request.url.pathname === `/v26.0/${psid}` ? json({ id: psid, name: named }) : pictures(request),
);
const read = createMessengerReader(needs);
const itemOf = (name: string) => only(read, anEnvelope(pageConnection, payload('messenger', name)));

async function messageOf(name: string) {
  const item = await itemOf(name);
  if (item.kind !== 'message') throw new Error(`read a ${item.kind}`);
  return $InboundMessage.parse(item.message);
}

const sentAt = '2025-11-21T12:00:00.627Z';

describe('reading a private message on Messenger', () => {
  it('tells who wrote what, by the page’s own id of the person and under their name', async () => {
    expect(await messageOf('text')).toStrictEqual({
      channel: 'messenger',
      connectionId: 'page',
      providerId: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU',
      sender: { address: psid, scope: page, name: named, verified: true },
      sentAt,
      text: 'Guten Tag, wo bleibt mein Paket? 📦',
      attachments: [],
    });
  });

  it('asks for a name once and with the proof of our app', async () => {
    await messageOf('text');
    await messageOf('reply');
    const questions = asked.filter(({ url }) => url.pathname.endsWith(psid));
    expect(questions).toHaveLength(1);
    expect(questions[0]?.headers.get('authorization')).toBe('Bearer token-of-the-page');
    expect(questions[0]?.url.searchParams.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/);
    expect(questions[0]?.url.search).not.toContain('token-of-the-page');
  });

  it('does without a name where Meta tells none or cannot be reached', async () => {
    for (const broken of [world(), world(() => Response.error())]) {
      const item = await only(
        createMessengerReader(broken.needs),
        anEnvelope(pageConnection, payload('messenger', 'text')),
      );
      expect(item).toMatchObject({ kind: 'message', message: { sender: { address: psid, verified: true } } });
    }
  });

  it('quotes the message it answers', async () => {
    expect(await messageOf('reply')).toMatchObject({
      quotes: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU',
      text: 'That one, please',
    });
  });

  it('copies its files, of the type that their bytes show', async () => {
    const { attachments } = await messageOf('attachments');
    expect(attachments.map(({ contentType }) => contentType)).toStrictEqual(Array(4).fill('image/png'));
    expect(attachments.map(({ key }) => kept.has(key))).toStrictEqual(Array(4).fill(true));
  });

  it.each([
    ['quick-reply', '', [{ kind: 'choice', title: 'Red', id: 'COLOUR_RED' }]],
    ['location', '', [{ kind: 'location', latitude: 12.34, longitude: 43.21, name: "Tom's Location" }]],
    [
      'fallback',
      'https://shop.example/blue',
      [{ kind: 'reference', what: 'link', title: 'The blue one', url: 'https://shop.example/blue' }],
    ],
    [
      'fallback-legacy',
      '',
      [{ kind: 'reference', what: 'link', title: 'Legacy Attachment', url: 'https://www.messenger.com/' }],
    ],
    ['fallback-empty', '', [{ kind: 'unsupported', type: 'fallback' }]],
    [
      'product-template',
      '',
      [{ kind: 'reference', what: 'product', id: '4711', title: 'Some product title', text: '$40' }],
    ],
    ['sticker', '', [{ kind: 'sticker', emoji: '👍' }]],
    [
      'reel',
      '',
      [
        {
          kind: 'reference',
          what: 'post',
          id: '123451234512345',
          url: 'https://www.facebook.com/reel/123451234512345/',
        },
      ],
    ],
    ['appointment', '', [{ kind: 'unsupported', type: 'appointment_booking' }]],
    ['unsupported', '', [{ kind: 'unsupported', type: 'message' }]],
    ['account-linking', '', [{ kind: 'unsupported', type: 'account_linking' }]],
    [
      'postback-referral',
      '',
      [
        { kind: 'choice', title: 'Get Started', id: 'USER_DEFINED_PAYLOAD' },
        { kind: 'reference', what: 'link', title: 'ref_data_in_m_dot_me_param' },
      ],
    ],
    [
      'referral-ad',
      '',
      [
        {
          kind: 'reference',
          what: 'advertisement',
          id: '6045246247433',
          title: 'Spring sale',
          text: 'spring',
          url: 'https://scontent.xx.fbcdn.net/ad.jpg',
        },
      ],
    ],
  ])('shows what a %s is', async (name, text, parts) => {
    expect(await messageOf(name)).toMatchObject({ text, parts, sender: { address: psid } });
  });

  it('copies a sticker once although Meta sends it as two types', async () => {
    expect((await messageOf('sticker')).attachments).toHaveLength(1);
  });

  it('has the same id for the same click twice, where Meta gives none', async () => {
    expect((await messageOf('referral-ad')).providerId).toBe((await messageOf('referral-ad')).providerId);
  });
});

describe('what became of a message', () => {
  it.each([
    ['reaction', { what: 'reacted', emoji: '😢' }],
    ['unreaction', { what: 'reacted', emoji: '' }],
    ['edit', { what: 'edited', text: 'hello, world!' }],
    ['deleted', { what: 'deleted' }],
  ])('is an update for a %s', async (name, change) => {
    const item = await itemOf(name);
    expect(item).toMatchObject({ kind: 'update' });
    expect(item.kind === 'update' && $MessageUpdate.parse(item.update)).toMatchObject({
      providerId: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU',
      by: 'customer',
      at: sentAt,
      change,
    });
  });

  it('has another id for each update', async () => {
    const items = await Promise.all(['edit', 'deleted', 'reaction'].map(itemOf));
    expect(new Set(items.map((item) => item.kind === 'update' && item.update.updateId)).size).toBe(3);
  });

  it.each([
    ['delivery', 'delivered', '2025-11-21T11:59:50.000Z'],
    ['read', 'read', '2025-11-21T11:59:55.000Z'],
  ])('is a watermark for a %s', async (name, status, at) => {
    const item = await itemOf(name);
    expect(item.kind === 'receipt' && $Receipt.parse(item.receipt)).toStrictEqual({
      connectionId: 'page',
      providerId: '',
      upTo: { address: psid, scope: page },
      status,
      at,
      receiptId: `${status}:${psid}:${Date.parse(at)}`,
    });
  });
});

describe('what the business itself sent', () => {
  const echo = (fields: Record<string, unknown>) => {
    const body = JSON.parse(payload('messenger', 'echo'));
    Object.assign(body.entry[0].messaging[0].message, fields);
    return only(read, anEnvelope(pageConnection, JSON.stringify(body)));
  };

  it('is shown when another tool sent it', async () => {
    const item = await itemOf('echo');
    expect(item.kind === 'sent-elsewhere' && $SentElsewhere.parse(item.sent)).toStrictEqual({
      channel: 'messenger',
      connectionId: 'page',
      providerId: 'm_echo-1',
      to: { address: psid, scope: page },
      sentAt,
      text: 'hello, world!',
      attachments: [],
      tool: 'app 1517776481860111 at Meta',
    });
  });

  it.each([
    ['by our app', { app_id: 220_011_223_344_556 }],
    ['with our mark', { metadata: 'parley' }],
  ])('is dropped when it was sent %s', async (_, fields) => {
    expect(await echo(fields)).toStrictEqual({ kind: 'dropped', rule: 'messenger-echo' });
  });

  it('is an update by the business when it was taken back', async () => {
    expect(await echo({ is_deleted: true })).toMatchObject({ kind: 'update', update: { by: 'business' } });
  });
});

describe('what concerns consent and the account', () => {
  it.each([
    ['optin-stop', { to: 'stop', extent: 'marketing' }],
    ['optin-plugin', { to: 'start', extent: 'everything' }],
  ])('reads %s', async (name, consent) => {
    const item = await itemOf(name);
    expect(item.kind === 'consent' && $Consent.parse(item.consent)).toMatchObject({
      sender: { address: psid },
      ...consent,
    });
  });

  it.each([
    ['optin-checkbox', 'messenger-optin-without-person'],
    ['request-thread-control', 'messenger-handover'],
    ['standby-echo', 'messenger-standby'],
  ])('drops %s by name', async (name, rule) => {
    expect(await itemOf(name)).toStrictEqual({ kind: 'dropped', rule });
  });

  it('warns once a day that another app has the conversations', async () => {
    expect(await itemOf('standby')).toMatchObject({
      kind: 'notice',
      notice: { what: 'standby', severity: 'warning', at: `${noon.slice(0, 10)}T00:00:00.000Z` },
    });
  });

  it('reports that Meta has blocked the page', async () => {
    expect(await itemOf('policy-block')).toMatchObject({
      kind: 'notice',
      notice: { what: 'policy block', severity: 'broken', detail: expect.stringContaining('Platform Policies') },
    });
  });
});

describe('a body that is not as it should be', () => {
  const refused = (body: string) => read(anEnvelope(pageConnection, body));
  const changed = (change: (body: { object: string; entry: { id: unknown }[] }) => void): string => {
    const body = JSON.parse(payload('messenger', 'text'));
    change(body);
    return JSON.stringify(body);
  };

  it.each([
    ['is no JSON', '{"object":"page"', /not JSON/],
    ['has no entries', '{"object":"page","entry":[]}', /entry/],
    ['is about Instagram', changed((body) => Object.assign(body, { object: 'instagram' })), /something else than page/],
    ['is of another page', changed((body) => Object.assign(body.entry[0] ?? {}, { id: '999' })), /not the account/],
  ])('is refused when it %s', async (_, body, reason) => {
    await expect(refused(body)).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'invalid',
      message: expect.stringMatching(reason),
    });
  });

  it('loses one bad item and not its neighbours, and says nothing of what it held', async () => {
    const body = JSON.parse(payload('messenger', 'text'));
    const good = body.entry[0].messaging[0];
    const bad = { sender: { id: psid }, timestamp: 1, message: { mid: 7, text: 'private words' } };
    body.entry[0].messaging = [bad, good];
    const items = await read(anEnvelope(pageConnection, JSON.stringify(body)));
    expect(items.map(({ kind }) => kind)).toStrictEqual(['unreadable', 'message']);
    const [first] = items;
    if (first?.kind !== 'unreadable') throw new Error('read the unreadable');
    expect(first.reason).toMatch(/message\.mid/);
    expect(first.reason).not.toMatch(/private/);
    expect(JSON.parse(first.body)).toMatchObject({ object: 'page', entry: [{ id: page, messaging: [bad] }] });
  });

  it('names a kind of event that concerns nobody', async () => {
    const body = JSON.stringify({
      object: 'page',
      entry: [{ id: page, messaging: [{ recipient: { id: page }, new_thing: {} }] }],
    });
    expect(await refused(body)).toMatchObject([{ kind: 'unreadable', reason: 'unknown event kind new_thing' }]);
  });

  it('is tried again when a file server has a bad moment, and not when the file is gone for good', async () => {
    const envelope = anEnvelope(pageConnection, payload('messenger', 'attachments'));
    const busy = createMessengerReader(world(() => new Response('', { status: 503 })).needs);
    await expect(busy(envelope)).rejects.toThrow(/503/);
    const expired = createMessengerReader(world(() => new Response('URL signature expired', { status: 403 })).needs);
    const item = await only(expired, envelope);
    expect(item.kind === 'message' && item.message.attachments.map(({ fileName }) => fileName)).toStrictEqual(
      [1, 2, 3, 4].map((number) => `file-${number}.not-copied.txt`),
    );
  });

  it('never fetches from elsewhere', async () => {
    const elsewhere = world(() => new Response('x'));
    const body = payload('messenger', 'attachments').replace(
      'scontent.xx.fbcdn.net',
      'scontent.xx.fbcdn.net.evil.example',
    );
    await createMessengerReader(elsewhere.needs)(anEnvelope(pageConnection, body));
    expect(elsewhere.asked.map(({ url }) => url.hostname)).not.toContain('scontent.xx.fbcdn.net.evil.example');
  });
});
