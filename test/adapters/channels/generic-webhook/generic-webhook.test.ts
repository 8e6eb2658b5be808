import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createGenericWebhookManager } from '#adapters/channels/generic-webhook/manage-generic-webhook.ts';
import { createGenericWebhookReader } from '#adapters/channels/generic-webhook/read-generic-webhook.ts';
import { createGenericWebhookSender } from '#adapters/channels/generic-webhook/send-generic-webhook.ts';
import { verifiedId } from '#adapters/channels/generic-webhook/signature.ts';
import {
  type Asked,
  anAnswer,
  anEnvelope,
  json,
  needsFor,
  payload,
  unreachable,
} from '#test/adapters/channels/polled.ts';
import { aConnection, noon } from '#test/support/builders.ts';

const secretOf = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const [secret, former, other] = [secretOf('a'), secretOf('b'), secretOf('c')];
const now = new Date(noon);
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const body = '{"text":"Grüße"}';

const signed = (overrides: { readonly key?: string; readonly at?: Date } = {}) => {
  const at = overrides.at ?? now;
  const signature = new Webhook(overrides.key ?? secret).sign('msg_1', at, body);
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': String(at.getTime() / 1000), 'webhook-signature': signature };
};
const verified = (headers: Record<string, string | undefined>, text = body) =>
  verifiedId({ headers, body: text }, [secret, former], now);

describe('a signature of Standard Webhooks', () => {
  it('is known when the reference library made it, with the current and the former secret', () => {
    expect(verified(signed())).toBe('msg_1');
    expect(verified(signed({ key: former }))).toBe('msg_1');
  });

  it('is looked for among several', () => {
    const headers = signed();
    const list = `v1a,AAAA v1,${'A'.repeat(43)}= ${headers['webhook-signature']}`;
    expect(verified({ ...headers, 'webhook-signature': list })).toBe('msg_1');
  });

  it.each([
    ['with another secret', signed({ key: other })],
    ['six minutes ago', signed({ at: minutes(-6) })],
    ['for six minutes from now', signed({ at: minutes(6) })],
    ['without a signature', { ...signed(), 'webhook-signature': undefined }],
    ['with an empty one', { ...signed(), 'webhook-signature': '' }],
    ['with half of one', { ...signed(), 'webhook-signature': signed()['webhook-signature'].slice(0, 20) }],
    ['in another version', { ...signed(), 'webhook-signature': signed()['webhook-signature'].replace('v1', 'v2') }],
    ['under another id', { ...signed(), 'webhook-id': 'msg_2' }],
    ['without an id', { ...signed(), 'webhook-id': undefined }],
    ['at another time', { ...signed(), 'webhook-timestamp': String(now.getTime() / 1000 + 1) }],
    ['at no time', { ...signed(), 'webhook-timestamp': 'now' }],
  ])('is none when it was made %s', (_, headers) => {
    expect(verified(headers)).toBeUndefined();
  });

  it('is none of another body', () => {
    expect(verified(signed(), `${body} `)).toBeUndefined();
  });

  it('holds within five minutes both ways', () => {
    expect(verified(signed({ at: minutes(-5) }))).toBe('msg_1');
    expect(verified(signed({ at: minutes(5) }))).toBe('msg_1');
  });
});

const settings = {
  paths: { id: 'id', senderAddress: 'from', text: 'text', kind: 'kind', threadId: 'thread', attachments: 'files' },
  attachmentHosts: ['files.example.com'],
  replyUrl: 'https://crm.example.com/parley',
};
const connection = aConnection({
  id: 'crm',
  provider: 'generic-webhook',
  channel: 'webhook',
  accountId: undefined,
  settings,
} as never);
const crm = (respond: (asked: Asked) => Response = () => json({})) =>
  needsFor(connection, { secrets: [secret] }, respond);
const read = (value: unknown) =>
  createGenericWebhookReader(crm(() => new Response('%PDF-1.4\n')).needs)(
    anEnvelope(connection, value, { query: 'webhook-id=msg_1' }),
  );

describe('reading a body of another system', () => {
  it('makes a message of it, in the scope of the connection', async () => {
    const files = ['https://files.example.com/a.pdf', 'https://evil.example/b.pdf'];
    expect(await read({ id: '7', from: 'user_2f', text: 'Hello', thread: 'T1', files })).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'webhook',
          connectionId: 'crm',
          providerId: '7',
          sender: { address: 'user_2f', scope: 'crm', verified: true },
          sentAt: noon,
          text: 'Hello',
          attachments: [
            expect.objectContaining({ contentType: 'application/pdf' }),
            expect.objectContaining({ fileName: 'file-2.not-copied.txt' }),
          ],
          thread: 'T1',
        },
      },
    ]);
  });

  it('is claimed by its webhook-id when it has no id of its own', async () => {
    expect(await read({ from: 'u', text: 'Hi' })).toMatchObject([{ message: { providerId: 'msg_1' } }]);
  });

  it('tells what became of a message', async () => {
    expect(await read({ id: '7', kind: 'edited', from: 'u', text: 'Hello!' })).toMatchObject([
      {
        kind: 'update',
        update: { providerId: '7', updateId: '7:edited:msg_1', change: { what: 'edited', text: 'Hello!' } },
      },
    ]);
    expect(await read({ id: '7', kind: 'deleted', from: 'u' })).toMatchObject([
      { kind: 'update', update: { change: { what: 'deleted' } } },
    ]);
  });

  it('goes to quarantine with the reason when the mapping does not fit', async () => {
    await expect(read({ from: 'u' })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'the mapping does not fit this body: paths.text: text leads to nothing in this body',
    });
    await expect(read('{"text":"a","text":"b"}')).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('reads the documented form of events', async () => {
    const paths = { senderAddress: 'data.author.id', text: 'data.messages[0].text' };
    const one = { ...connection, settings: { paths } };
    const reader = createGenericWebhookReader(needsFor(one, {}, () => json({})).needs);
    const envelope = anEnvelope(one, payload('generic-webhook/event'), { query: 'webhook-id=msg_9' });
    expect(await reader(envelope)).toMatchObject([
      { message: { providerId: 'msg_9', sender: { address: 'user_2f' } } },
    ]);
  });
});

describe('answering another system', () => {
  const answer = anAnswer(connection, {
    to: 'user_2f',
    thread: 'T1',
    attachments: [{ id: 'f', fileName: 'a.pdf', contentType: 'application/pdf', bytes: 3, key: 'out/f' }],
  });

  it('sends a webhook that the reference library verifies, with links to files', async () => {
    const { needs, requests } = crm();
    expect(await createGenericWebhookSender(needs)(answer)).toEqual({ status: 'sent', providerId: 'm-1' });
    const [{ url, init } = { url: undefined, init: {} }] = requests;
    expect(String(url)).toBe('https://crm.example.com/parley');
    expect(init.redirect).toBe('error');
    const headers = init.headers as Record<string, string>;
    const signature = new Webhook(secret).sign('m-1', now, String(init.body));
    expect(headers).toMatchObject({ 'webhook-id': 'm-1', 'webhook-signature': signature });
    expect(JSON.parse(String(init.body))).toMatchObject({
      type: 'message.sent',
      data: { to: 'user_2f', thread: 'T1', attachments: [{ url: 'https://files.parley.example/out/f' }] },
    });
  });

  it.each([
    [401, 'failed', 'AUTH'],
    [410, 'failed', 'PERMISSION'],
    [422, 'failed', 'CONTENT_REJECTED'],
    [429, 'retry', 'RATE_LIMITED'],
    [500, 'retry', 'TRANSIENT'],
  ])('understands HTTP %d', async (status, outcome, failureClass) => {
    const sent = await createGenericWebhookSender(crm(() => json({}, status)).needs)(answer);
    expect(sent).toMatchObject({ status: outcome, failure: { class: failureClass } });
  });

  it('is tried again when nobody answered: its id makes it one', async () => {
    const sent = await createGenericWebhookSender(crm(unreachable).needs)(answer);
    expect(sent).toMatchObject({ status: 'retry' });
  });

  it.each(['https://10.0.0.1/', 'http://crm.example.com/', undefined])('goes nowhere with %s', async (replyUrl) => {
    const one = { ...connection, settings: { paths: settings.paths, ...(replyUrl ? { replyUrl } : {}) } };
    const { needs, requests } = needsFor(one, { secrets: [secret] }, () => json({}));
    expect(await createGenericWebhookSender(needs)(answer)).toMatchObject({ status: 'failed' });
    expect(requests).toEqual([]);
  });
});

describe('checking a webhook connection', () => {
  it('sends a signed ping', async () => {
    const { needs, requests } = crm();
    expect(await createGenericWebhookManager(needs).check(connection)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(JSON.parse(String(requests[0]?.init.body))).toMatchObject({ type: 'ping' });
    const refusing = createGenericWebhookManager(crm(() => json({}, 401)).needs);
    expect(await refusing.check(connection)).toMatchObject([{ ok: true }, { name: 'answers', ok: false }]);
  });
});
