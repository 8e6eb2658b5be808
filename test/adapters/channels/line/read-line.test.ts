import { describe, expect, it } from 'vitest';
import { createLineReader } from '#adapters/channels/line/read-line.ts';
import { $InboundMessage } from '#domain/channels/inbound-message.ts';
import { $Consent, $MessageUpdate } from '#domain/channels/message-update.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type Asked, channelNeeds, envelopeFor, json, onlyMessage, png } from '#test/support/channel-needs.ts';
import { bodyOf, connection, credentials, event, groupId, roomId, userId } from './line-examples.ts';

const answers = ({ url }: Asked): Response =>
  url.includes('/content') ? new Response(png) : json({ displayName: 'Hana Sato', userId });

function reader(answer: (asked: Asked) => Response = answers) {
  const { needs, asked, kept } = channelNeeds(connection, credentials, answer);
  const read = createLineReader(needs);
  return { asked, kept, read: (...events: readonly unknown[]) => read(envelopeFor(connection, bodyOf(...events))) };
}

describe('reading a message at LINE', () => {
  it('tells who wrote what, when, and how to answer for free', async () => {
    const message = onlyMessage(await reader().read(event('text')));
    expect($InboundMessage.parse(message)).toStrictEqual({
      channel: 'line',
      connectionId: 'line-main',
      providerId: '325708',
      sender: { address: userId, scope: connection.accountId, verified: true, name: 'Hana Sato' },
      sentAt: '2016-05-07T13:57:59.859Z',
      text: 'Hello, world',
      attachments: [],
      answerToken: 'nHuyWiB7yP5Zw52FIkcQobQuGDXCTA',
    });
  });

  it('does without the name where LINE does not give it', async () => {
    const { read } = reader(() => json({ message: 'Not found' }, 404));
    expect(onlyMessage(await read(event('text'))).sender).not.toHaveProperty('name');
  });

  it.each([
    ['image', '354718705033693861', 'file-1.png'],
    ['video', '325708', 'file-1.png'],
    ['audio', '325708', 'file-1.png'],
    ['file', '325708', 'file.txt'],
  ])('copies the content of %s from LINE’s data host, by what its bytes are', async (name, id, fileName) => {
    const { read, asked, kept } = reader();
    const { attachments } = onlyMessage(await read(event(name)));
    expect(attachments).toMatchObject([{ id: `${id}-0`, fileName, contentType: 'image/png', bytes: png.byteLength }]);
    expect(kept.has(attachments[0]?.key ?? '')).toBe(true);
    const content = asked.find(({ url }) => url.includes('content'));
    expect(content?.url).toBe(`https://api-data.line.me/v2/bot/message/${id}/content`);
    expect(content?.headers.get('authorization')).toBe('Bearer channel-access-token');
  });

  it('fails, to be tried again, while LINE is transcoding', async () => {
    const { read } = reader(() => new Response(null, { status: 202 }));
    await expect(read(event('video'))).rejects.toThrow(/still preparing/);
    await expect(read(event('video'))).rejects.not.toThrow(Refusal);
  });

  it.each([
    ['LINE has it no more', () => new Response(null, { status: 404 })],
    [
      'it leads elsewhere',
      () => new Response(null, { status: 302, headers: { location: 'https://169.254.169.254/' } }),
    ],
  ])('puts a note in the place of a file when %s', async (_, answer) => {
    const [note] = onlyMessage(await reader(answer).read(event('image'))).attachments;
    expect(note).toMatchObject({ fileName: 'file-1.not-copied.txt', contentType: 'text/plain; charset=utf-8' });
  });

  it('shows what a LIFF app sent as a link, and never fetches it', async () => {
    const { read, asked } = reader();
    const { parts, attachments } = onlyMessage(await read(event('external-image')));
    expect(attachments).toEqual([]);
    expect(parts).toEqual([{ kind: 'reference', what: 'link', title: 'image', url: 'https://example.com' }]);
    expect(asked.map(({ url }) => new URL(url).host)).toEqual(['api.line.me']);
  });

  it.each([
    [
      'location',
      {
        kind: 'location',
        latitude: 35.659_108_079_422_15,
        longitude: 139.703_728_929_162_03,
        name: 'my location',
        address: 'Tokyo',
      },
    ],
    ['sticker', { kind: 'sticker', name: 'Love You, Love' }],
    ['message-sticker', { kind: 'sticker', name: 'Just sticker' }],
    [
      'postback',
      { kind: 'choice', title: 'action=buyItem&itemId=123123&color=red', id: 'action=buyItem&itemId=123123&color=red' },
    ],
    ['postback-date', { kind: 'choice', title: '2017-12-25T01:00', id: 'action=buyItem&itemId=123123&color=red' }],
    ['undefined', { kind: 'unsupported', type: 'undefined' }],
  ])('reads %s as a part', async (name, part) => {
    const message = onlyMessage(await reader().read(event(name)));
    expect(message).toMatchObject({ text: '', parts: [part] });
    $InboundMessage.parse(message);
  });

  it('shows a kind of message that is new as unsupported', async () => {
    const message = { id: '1', type: 'hologram' };
    expect(onlyMessage(await reader().read(event('text', { message }))).parts).toEqual([
      { kind: 'unsupported', type: 'hologram' },
    ]);
  });

  it('tells which message is quoted', async () => {
    expect(onlyMessage(await reader().read(event('quote'))).quotes).toBe('468789532432007169');
  });

  it.each([
    { name: 'group-text', thread: groupId, address: userId, profile: `/group/${groupId}/member/${userId}` },
    { name: 'room-text', thread: roomId, address: userId, profile: `/room/${roomId}/member/${userId}` },
    { name: 'nameless-group-text', thread: groupId, address: groupId },
  ])('keeps $name in its thread', async ({ name, thread, address, profile }) => {
    const { read, asked } = reader();
    expect(onlyMessage(await read(event(name)))).toMatchObject({ thread, sender: { address } });
    expect(asked.map(({ url }) => url)).toEqual(profile === undefined ? [] : [`https://api.line.me/v2/bot${profile}`]);
  });

  it('gives a redelivery the same id', async () => {
    const again = event('text', { deliveryContext: { isRedelivery: true } });
    expect(await reader().read(again)).toEqual(await reader().read(event('text')));
  });
});

describe('reading what else happens at LINE', () => {
  it('deletes what was unsent', async () => {
    const [item] = await reader().read(event('unsend'));
    expect(item).toEqual({
      kind: 'update',
      update: $MessageUpdate.parse({
        connectionId: 'line-main',
        providerId: '325708',
        updateId: '01FZ74B4T3TJVJ0YRSWZQY5NNA',
        at: '2019-01-18T13:24:08.122Z',
        by: 'customer',
        change: { what: 'deleted' },
      }),
    });
  });

  it('takes over an edited text', async () => {
    const [item] = await reader().read(event('messageEdited'));
    expect(item).toMatchObject({
      kind: 'update',
      update: { providerId: '325708', change: { what: 'edited', text: 'Hello, world!' } },
    });
  });

  it.each([
    ['unfollow', 'stop', /blocked the account/],
    ['follow', 'start', /unblocked the account/],
  ])('takes %s for consent to %s', async (name, to, reason) => {
    const [item] = await reader().read(event(name));
    const consent = item?.kind === 'consent' ? $Consent.parse(item.consent) : undefined;
    expect(consent).toMatchObject({
      to,
      extent: 'everything',
      sender: { address: userId, scope: connection.accountId },
    });
    expect(consent?.reason).toMatch(reason);
  });

  it.each(['join', 'leave', 'memberJoined', 'memberLeft', 'beacon', 'accountLink', 'videoPlayComplete'])(
    'drops %s by a rule of its name',
    async (name) => {
      expect(await reader().read(event(name))).toEqual([{ kind: 'dropped', rule: `line-${name}` }]);
    },
  );

  it('drops what is said while another module owns the chat', async () => {
    const { read, asked } = reader();
    expect(await read(event('text', { mode: 'standby' }))).toEqual([{ kind: 'dropped', rule: 'line-standby' }]);
    expect(asked).toEqual([]);
  });

  it('drops the empty body of a verification', async () => {
    expect(await reader().read()).toEqual([{ kind: 'dropped', rule: 'line-verification' }]);
  });

  it('reports that the account was suspended', async () => {
    const [item] = await reader().read(event('botSuspended'));
    expect(item).toMatchObject({ kind: 'notice', notice: { connectionId: 'line-main', severity: 'broken' } });
  });
});

describe('reading what is wrong', () => {
  it('sets one bad event aside and reads its neighbours', async () => {
    const bad = { type: 'message', timestamp: 'yesterday' };
    const items = await reader().read(event('text'), bad, event('unsend'));
    expect(items.map(({ kind }) => kind)).toEqual(['message', 'unreadable', 'update']);
    const body = items[1]?.kind === 'unreadable' ? JSON.parse(items[1].body) : undefined;
    expect(body).toEqual({ destination: connection.accountId, events: [bad] });
  });

  it('sets an unknown event that concerns nobody aside', async () => {
    const { source: _, ...nobody } = event('undefined');
    expect(await reader().read(nobody)).toMatchObject([{ kind: 'unreadable', reason: 'unknown event kind undefined' }]);
  });

  it.each([
    [
      'another account',
      JSON.stringify({ destination: `U${'0'.repeat(32)}`, events: [event('text')] }),
      /destination is not the account/,
    ],
    ['no JSON', '{"destination":', /not JSON/],
    ['no events', JSON.stringify({ destination: connection.accountId }), /events/],
  ])('refuses a body of %s whole', async (_, body, sentence) => {
    const { needs } = channelNeeds(connection, credentials, answers);
    const reading = createLineReader(needs)(envelopeFor(connection, body));
    await expect(reading).rejects.toThrow(Refusal);
    await expect(reading).rejects.toThrow(sentence);
  });

  it('refuses a webhook of another provider’s connection', async () => {
    const { needs } = channelNeeds({ ...connection, provider: 'viber' }, credentials, answers);
    await expect(createLineReader(needs)(envelopeFor(connection, bodyOf(event('text'))))).rejects.toThrow(
      /none of line/,
    );
  });
});
