import { readFileSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAskingClient, createSendingClient } from '#adapters/channels/aws-whatsapp/client.ts';
import { createAwsWhatsAppManager } from '#adapters/channels/aws-whatsapp/manage-aws-whatsapp.ts';
import { createAwsWhatsAppReader } from '#adapters/channels/aws-whatsapp/read-aws-whatsapp.ts';
import { createAwsWhatsAppSender } from '#adapters/channels/aws-whatsapp/send-aws-whatsapp.ts';
import { createFileStore } from '#adapters/s3/file-store.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { type LocalSocialMessaging, startSocialMessaging } from '#local/emulators/social-messaging.ts';
import { type LocalSqsAndS3, startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { anOutbound, needsWith, payload } from '#test/adapters/channels/meta-whatsapp/whatsapp-examples.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';

const number = {
  wabaId: '365731266123456',
  phoneNumberId: '321010217760100',
  displayNumber: '12065550100',
  originationPhoneNumberId: 'phone-number-id-976c72a700aac43eaf573ae050example',
};
const connection: Connection = {
  id: 'wa-aws',
  provider: 'aws-whatsapp',
  channel: 'whatsapp',
  name: 'WhatsApp',
  address: '+12065550100',
  accountId: number.phoneNumberId,
  queueId: 'billing',
  settings: { originationPhoneNumberId: number.originationPhoneNumberId, wabaId: number.wabaId },
};
const bucket = 'parley-files';

let social: LocalSocialMessaging;
let storage: LocalSqsAndS3;
beforeAll(async () => {
  storage = await startSqsAndS3({ queues: [], buckets: [bucket] });
  social = await startSocialMessaging({ number, eventDelayMs: 1 });
  pointSdkAt({ S3: storage.endpoint, SOCIALMESSAGING: social.endpoint });
});
afterAll(async () => {
  await Promise.all([social.stop(), storage.stop()]);
});
beforeEach(() => social.failWith(undefined));

const message = readFileSync(new URL('../../../support/payloads/aws-whatsapp/message.json', import.meta.url), 'utf8');

/** One of Meta's entries, as AWS would pass it on. */
const told = (name: string): string => {
  const [entry] = JSON.parse(payload(name)).entry;
  const ours = JSON.stringify(entry)
    .replaceAll('106540352242922', number.phoneNumberId)
    .replaceAll('102290129340398', number.wabaId);
  return JSON.stringify({ ...JSON.parse(message), whatsAppWebhookEntry: ours });
};

function read(body: string, connections: readonly Connection[] = [connection]) {
  const { needs } = needsWith();
  const files = createFileStore(new S3Client({}), bucket);
  const listed = { get: async () => undefined, list: async () => [...connections] };
  const reader = createAwsWhatsAppReader({ ...needs, files, connections: listed, filesBucket: bucket });
  return reader({
    provider: 'aws-whatsapp',
    receivedAt: '2026-11-22T12:15:00.000Z',
    contentType: 'application/json',
    body,
    encoding: 'utf8',
  });
}

describe('reading what AWS publishes', () => {
  it('finds the connection by the number and reads the message', async () => {
    const other = { ...connection, id: 'other', accountId: '1' };
    expect(await read(message, [other, connection])).toMatchObject([
      {
        kind: 'message',
        message: { connectionId: 'wa-aws', sender: { address: '+14255550150', name: 'Diego' }, text: 'Hi' },
      },
    ]);
  });

  it.each([
    ['status-delivered', { kind: 'receipt', receipt: { about: { messageId: 'b2c3d4e5f6a7b2c3d4e5f6a7bb' } } }],
    ['reaction', { kind: 'update', update: { change: { what: 'reacted' } } }],
    ['quality', { kind: 'notice', notice: { connectionId: 'wa-aws', severity: 'warning' } }],
  ])('reads %s like from Meta', async (name, item) => {
    expect(await read(told(name))).toMatchObject([item]);
  });

  it('has AWS put a file into the bucket, and keeps it as the bytes show', async () => {
    const [item] = await read(told('image'));
    expect(item).toMatchObject({
      message: { text: 'Taj Mahal', attachments: [{ fileName: 'file-1.png', contentType: 'image/png' }] },
    });
    const key = item?.kind === 'message' ? (item.message.attachments[0]?.key ?? '') : '';
    const files = createFileStore(new S3Client({}), bucket);
    expect((await files.get(key))?.byteLength).toBeGreaterThan(50);
    expect(await files.get('incoming/whatsapp/1003383421387256/1003383421387256.png')).toBeUndefined();
  });

  it('leaves a note where a file is gone', async () => {
    expect(await read(told('image').replaceAll('1003383421387256', 'gone'))).toMatchObject([
      { message: { attachments: [{ fileName: 'file-1.not-copied.txt' }] } },
    ]);
  });

  it('tries again while AWS cannot fetch the file', async () => {
    social.failWith('InternalServiceException');
    await expect(read(told('image'))).rejects.toMatchObject({ name: 'InternalServiceException' });
  });

  it('hands a bad item back in the envelope of AWS', async () => {
    const [item] = await read(told('unknown-field'));
    const body = item?.kind === 'unreadable' ? JSON.parse(item.body) : {};
    expect(JSON.parse(body.whatsAppWebhookEntry)).toMatchObject({ changes: [{ field: 'weather_update' }] });
  });

  it.each([
    ['a number of nobody', message.replaceAll('321010217760100', '999'), /no connection/],
    ['no entry', '{"messageId":"1"}', /whatsAppWebhookEntry/],
    ['an entry that is no JSON', '{"whatsAppWebhookEntry":"{"}', /not JSON/],
  ])('refuses %s', async (_, body, reason) => {
    await expect(read(body)).rejects.toThrow(reason);
  });
});

describe('sending through AWS', () => {
  const needs = { ...needsWith().needs, connections: { get: async () => connection, list: async () => [connection] } };
  const send = (overrides = {}, client = createSendingClient()) =>
    createAwsWhatsAppSender(needs, client)(anOutbound({ connectionId: connection.id, ...overrides }));

  it('hands over the JSON of Meta and keeps the id of AWS', async () => {
    const outcome = await send();
    expect(social.messages().at(-1)).toMatchObject({ to: '16505551234', text: 'It is on its way', mark: 'c1.m1' });
    expect(outcome).toEqual({ status: 'sent', providerId: social.messages().at(-1)?.id });
  });

  it.each([
    ['AccessDeniedByMetaException', 'AUTH'],
    ['AccessDeniedException', 'PERMISSION'],
    ['ResourceNotFoundException', 'PERMISSION'],
    ['ValidationException', 'CONTENT_REJECTED'],
  ])('%s is shown to the agent as %s', async (error, failureClass) => {
    social.failWith(error);
    expect(await send()).toMatchObject({ status: 'failed', failure: { class: failureClass, code: error } });
  });

  it("hands on Meta's own code where AWS tells it", async () => {
    expect(await send({ text: '' })).toMatchObject({
      status: 'failed',
      failure: { class: 'CONTENT_REJECTED', code: '100' },
    });
  });

  it('waits when there are too many', async () => {
    social.failWith('ThrottledRequestException');
    expect(await send()).toMatchObject({ status: 'retry', failure: { class: 'RATE_LIMITED' } });
  });

  it.each(['InternalServiceException', 'DependencyException'])('%s leaves it open, after one try', async (error) => {
    social.failWith(error);
    const before = social.messages().length;
    expect(await send()).toMatchObject({ status: 'ambiguous', failure: { code: error } });
    expect(social.messages()).toHaveLength(before);
  });

  it('tries again when AWS could not be reached at all', async () => {
    const nowhere = createSendingClient({ endpoint: 'http://127.0.0.1:1' });
    expect(await send({}, nowhere)).toMatchObject({ status: 'retry', failure: { class: 'TRANSIENT' } });
  });

  it('needs the name of the number at AWS', async () => {
    const { settings: _, ...without } = connection;
    const lacking = { ...needs, connections: { get: async () => without, list: async () => [without] } };
    expect(await createAwsWhatsAppSender(lacking)(anOutbound())).toMatchObject({ failure: { class: 'PERMISSION' } });
  });
});

describe('checking a number at AWS', () => {
  const check = (of: Connection = connection) => createAwsWhatsAppManager(createAskingClient()).check(of);

  it('compares it with the connection and finds where events go', async () => {
    expect(await check()).toEqual([
      { name: 'number', ok: true, detail: 'is +12065550100' },
      { name: 'quality', ok: true, detail: 'quality GREEN' },
      { name: 'events', ok: true, detail: expect.stringContaining(':aws-whatsapp') },
    ]);
  });

  it('finds another number of Meta', async () => {
    expect(await check({ ...connection, accountId: '7' })).toContainEqual({
      name: 'number',
      ok: false,
      detail: `Meta's id of +12065550100 is 321010217760100; it has to be the connection's account id`,
    });
  });

  it('says what AWS answered', async () => {
    social.failWith('AccessDeniedException');
    expect(await check()).toMatchObject([{ ok: false, detail: expect.stringContaining('AccessDeniedException') }]);
  });

  it('needs the name of the number', async () => {
    expect(await check({ ...connection, settings: {} })).toMatchObject([{ name: 'settings', ok: false }]);
  });
});
