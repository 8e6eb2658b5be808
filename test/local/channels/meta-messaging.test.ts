import { describe, expect, it } from 'vitest';
import { createInstagramManager } from '#adapters/channels/instagram/manage-instagram.ts';
import { createInstagramReader } from '#adapters/channels/instagram/read-instagram.ts';
import { createInstagramSender } from '#adapters/channels/instagram/send-instagram.ts';
import { createMessengerManager } from '#adapters/channels/messenger/manage-messenger.ts';
import { createMessengerReader } from '#adapters/channels/messenger/read-messenger.ts';
import { createMessengerSender } from '#adapters/channels/messenger/send-messenger.ts';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { isSignedByMeta } from '#adapters/channels/meta/signature.ts';
import { instagramLocal } from '#local/channels/instagram.ts';
import type { LocalChannel } from '#local/channels/local-channel.ts';
import { messengerLocal } from '#local/channels/messenger.ts';
import { anOutbound } from '#test/adapters/channels/meta-messaging/examples.ts';
import { envelopeOf, playing, webhookOf } from './play.ts';

const values = { mid: 'm_1', comment: '900100200300_1' };

async function itemsOf(local: LocalChannel, id: string) {
  const request = await webhookOf(local, id, values);
  const { appSecrets } = $MetaCredentials.parse(local.credentials);
  const signature = request.headers['x-hub-signature-256'];
  expect(isSignedByMeta({ body: Buffer.from(request.body), signature, appSecrets })).toBe(true);
  const { needs } = playing(local);
  const read = local === messengerLocal ? createMessengerReader(needs) : createInstagramReader(needs);
  return read(envelopeOf(local, request));
}

const kinds: Readonly<Record<string, string>> = {
  reaction: 'update',
  edit: 'update',
  delete: 'update',
  'comment-edit': 'update',
  'comment-delete': 'update',
};

describe.each([
  ['Messenger', messengerLocal],
  ['Instagram', instagramLocal],
])('the local %s', (_, local) => {
  it.each(local.actions.map(({ id }) => [id, kinds[id] ?? 'message']))(
    'sends a genuine webhook for %s, which is read as a %s',
    async (id, kind) => {
      expect((await itemsOf(local, id)).map((item) => item.kind)).toStrictEqual([kind]);
    },
  );

  it('hands out a picture, and the name of who sent it', async () => {
    expect(await itemsOf(local, 'picture')).toMatchObject([
      {
        message: {
          attachments: [{ contentType: 'image/png' }],
          sender: { name: expect.stringMatching(/^(Tom|Ines) /) },
        },
      },
    ]);
  });
});

const senderOf = (local: LocalChannel) => {
  const { needs, sent } = playing(local);
  const send = local === messengerLocal ? createMessengerSender(needs) : createInstagramSender(needs);
  const { id, channel } = local.connection;
  return { sent, send: (overrides = {}) => send(anOutbound({ connectionId: id, channel, ...overrides })) };
};

describe.each([
  ['Messenger', messengerLocal, 2001],
  ['Instagram', instagramLocal, 1001],
])('what the local %s takes', (...[, local, tooLong]) => {
  it('are texts, files and answers to comments', async () => {
    const { send, sent } = senderOf(local);
    const attachments = [{ id: 'a', fileName: 'bill.pdf', contentType: 'application/pdf', bytes: 8, key: 'k' }];
    for (const overrides of [{}, { text: '', attachments }, { isPublic: true, thread: '900100200300' }])
      expect(await send(overrides)).toMatchObject({ status: 'sent' });
    expect(sent).toMatchObject([
      { text: 'It left this morning.' },
      { files: ['file'] },
      { to: expect.stringMatching(/^everybody/) },
    ]);
  });

  it('is one private answer to a comment', async () => {
    const { send } = senderOf(local);
    const answers = `9001002${tooLong}`;
    expect(await send({ answers })).toMatchObject({ status: 'sent' });
    expect(await send({ answers })).toMatchObject({ status: 'failed', failure: { class: 'POLICY', code: '10900' } });
  });

  it('is nothing else', async () => {
    const { send, sent } = senderOf(local);
    expect(await send({ to: '7551' })).toMatchObject({ failure: { class: 'BLOCKED_BY_USER' } });
    expect(await send({ to: '7278' })).toMatchObject({ failure: { class: 'OUTSIDE_WINDOW' } });
    expect(await send({ to: '7000' })).toMatchObject({ failure: { class: 'INVALID_RECIPIENT' } });
    expect(await send({ text: 'x'.repeat(tooLong) })).toMatchObject({ failure: { class: 'CONTENT_REJECTED' } });
    expect(sent).toStrictEqual([]);
  });
});

describe('the accounts at the local Meta', () => {
  it.each([
    ['page', createMessengerManager, messengerLocal],
    ['Instagram account', createInstagramManager, instagramLocal],
  ])('hand over the events of a %s once it is registered', async (...[, createManager, { connection, ...local }]) => {
    const manager = createManager(playing({ connection, ...local }).needs);
    const troubles = async () => (await manager.check(connection)).filter(({ ok }) => !ok).map(({ name }) => name);
    expect(await troubles()).toStrictEqual(['subscription']);
    expect(await manager.register?.(connection, 'https://parley.example/x')).toMatchObject({ ok: true });
    expect(await troubles()).toStrictEqual([]);
  });

  it('refuse a token that is not theirs', async () => {
    const { needs } = playing({
      ...messengerLocal,
      credentials: { ...Object(messengerLocal.credentials), accessToken: 'x' },
    });
    const [token] = await createMessengerManager(needs).check(messengerLocal.connection);
    expect(token).toMatchObject({ ok: false, detail: expect.stringMatching(/error 190/) });
  });
});
