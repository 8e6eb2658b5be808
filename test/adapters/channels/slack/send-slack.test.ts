import { describe, expect, it } from 'vitest';
import { createSlackSender } from '#adapters/channels/slack/send-slack.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { anOutbound, botToken, json, needsWith, png } from './slack-examples.ts';

const posted = () =>
  json({ ok: true, channel: 'D024BE91L', ts: '1763640200.000100', message: { type: 'message', text: 'x' } });
const refused = (error: string) => () => json({ ok: false, error });
const bodyOf = (init: RequestInit | undefined) => JSON.parse(String(init?.body));

describe('posting a text', () => {
  it('is plain, with nothing in it that Slack would read, to the person', async () => {
    const { needs, asked } = needsWith({ '/chat.postMessage': posted });
    expect(await createSlackSender(needs)(anOutbound())).toEqual({
      status: 'sent',
      providerId: 'D024BE91L:1763640200.000100',
    });
    expect(asked[0]?.url).toBe('https://slack.com/api/chat.postMessage');
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe(`Bearer ${botToken}`);
    expect(bodyOf(asked[0]?.init)).toEqual({
      channel: 'U0123ABCDEF',
      text: 'Tom &amp; &lt;Jerry&gt; are *on* it',
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it.each([
    [{ thread: 'C024BE91L:1763640010.009600' }, { channel: 'C024BE91L', thread_ts: '1763640010.009600' }],
    [{ answers: 'D024BE91L:1763640000.009600' }, { channel: 'D024BE91L' }],
    [{ answers: 'D024BE91L:action:1763640100.194939:helped' }, { channel: 'U0123ABCDEF' }],
    [{ answers: 'C2147483705:command:13345224609.738474920.8088' }, { channel: 'U0123ABCDEF' }],
  ])('goes where the customer wrote: %j', async (overrides, place) => {
    const { needs, asked } = needsWith({ '/chat.postMessage': posted });
    await createSlackSender(needs)(anOutbound(overrides));
    const { text: _, mrkdwn, unfurl_links, unfurl_media, ...where } = bodyOf(asked[0]?.init);
    expect(where).toEqual(place);
    expect([mrkdwn, unfurl_links, unfurl_media]).toEqual([false, false, false]);
  });
});

describe('sending files', () => {
  const attachment = (id: string): Attachment => ({
    id,
    fileName: `${id}.png`,
    contentType: 'image/png',
    bytes: png.byteLength,
    key: `k-${id}`,
  });
  const ids = ['F1', 'F2'];
  const answers = () => {
    const left = [...ids];
    return {
      '/conversations.open': () => json({ ok: true, channel: { id: 'D024BE91L' } }),
      '/files.getUploadURLExternal': () =>
        json({ ok: true, upload_url: 'https://files.slack.com/upload/v1/CwABAAAAVwoAAZOM', file_id: left.shift() }),
      '/upload/v1/CwABAAAAVwoAAZOM': () => new Response('OK - 123'),
      '/files.completeUploadExternal': () => json({ ok: true, files: ids.map((id) => ({ id, title: 'x' })) }),
    };
  };
  async function sending(changes: Readonly<Record<string, () => Response>> = {}, overrides = {}) {
    const { needs, asked } = needsWith({ ...answers(), ...changes });
    for (const id of ['a', 'b']) await needs.files.put({ key: `k-${id}`, contentType: 'image/png', body: png });
    const message = anOutbound({ attachments: [attachment('a'), attachment('b')], ...overrides });
    return { outcome: await createSlackSender(needs)(message), asked };
  }

  it('brings them there, unseen, and shares them with the text in one message', async () => {
    const { outcome, asked } = await sending();
    expect(outcome).toEqual({ status: 'sent', providerId: 'D024BE91L:F1' });
    const methods = asked.map(({ url }) => url.split('/').at(-1));
    const perFile = ['files.getUploadURLExternal', 'CwABAAAAVwoAAZOM'];
    expect(methods).toEqual(['conversations.open', ...perFile, ...perFile, 'files.completeUploadExternal']);
    expect(String(asked[1]?.init.body)).toBe(`filename=a.png&length=${png.byteLength}`);
    expect(Buffer.from(asked[2]?.init.body as Uint8Array)).toEqual(png);
    expect(bodyOf(asked.at(-1)?.init)).toEqual({
      files: [
        { id: 'F1', title: 'a.png' },
        { id: 'F2', title: 'b.png' },
      ],
      channel_id: 'D024BE91L',
      initial_comment: 'Tom &amp; &lt;Jerry&gt; are *on* it',
    });
  });

  it('shares them in the thread, without opening a direct channel', async () => {
    const { asked } = await sending({}, { thread: 'C024BE91L:1763640010.009600', text: '' });
    expect(asked.map(({ url }) => url)).not.toContain('https://slack.com/api/conversations.open');
    const { files: _, ...where } = bodyOf(asked.at(-1)?.init);
    expect(where).toEqual({ channel_id: 'C024BE91L', thread_ts: '1763640010.009600' });
  });

  it.each([
    ['nobody answers', { '/files.getUploadURLExternal': () => Response.error() }],
    ['Slack breaks down', { '/files.getUploadURLExternal': refused('internal_error') }],
    ['the bytes do not arrive', { '/upload/v1/CwABAAAAVwoAAZOM': () => new Response('', { status: 500 }) }],
    [
      'the address is not Slack’s',
      { '/files.getUploadURLExternal': () => json({ ok: true, upload_url: 'https://evil.example/x', file_id: 'F1' }) },
    ],
  ])('is tried again when %s before they are shared', async (_, changes) => {
    const { outcome, asked } = await sending(changes);
    expect(outcome).toMatchObject({ status: 'retry', failure: { class: 'TRANSIENT' } });
    expect(asked.map(({ url }) => url)).not.toContain('https://slack.com/api/files.completeUploadExternal');
    expect(asked.map(({ url }) => url)).not.toContain('https://evil.example/x');
  });

  it.each([
    ['/files.getUploadURLExternal', 'missing_scope', 'PERMISSION'],
    ['/files.getUploadURLExternal', 'file_uploads_disabled', 'PERMISSION'],
    ['/conversations.open', 'user_disabled', 'INVALID_RECIPIENT'],
    ['/files.completeUploadExternal', 'file_upload_size_restricted', 'MEDIA_INVALID'],
  ])('is explained when %s refuses with %s', async (method, error, failureClass) => {
    const { outcome } = await sending({ [method]: refused(error) });
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: failureClass, code: error } });
  });

  it('may have been when sharing is not answered', async () => {
    const { outcome } = await sending({ '/files.completeUploadExternal': refused('fatal_error') });
    expect(outcome).toMatchObject({ status: 'ambiguous' });
  });

  it('fails when a file is not stored any more', async () => {
    const { needs } = needsWith(answers());
    const outcome = await createSlackSender(needs)(anOutbound({ attachments: [attachment('a')] }));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'MEDIA_INVALID' } });
  });
});

describe('a message that was not posted', () => {
  it.each([
    ['channel_not_found', 'INVALID_RECIPIENT'],
    ['user_not_found', 'INVALID_RECIPIENT'],
    ['not_in_channel', 'PERMISSION'],
    ['is_archived', 'PERMISSION'],
    ['restricted_action', 'PERMISSION'],
    ['missing_scope', 'PERMISSION'],
    ['messages_tab_disabled', 'PERMISSION'],
    ['msg_too_long', 'CONTENT_REJECTED'],
    ['invalid_blocks', 'CONTENT_REJECTED'],
    ['no_text', 'CONTENT_REJECTED'],
    ['something_new', 'CONTENT_REJECTED'],
    ['invalid_auth', 'AUTH'],
    ['account_inactive', 'AUTH'],
    ['token_revoked', 'AUTH'],
    ['token_expired', 'AUTH'],
  ])('is explained, though the status is 200: %s is %s', async (error, failureClass) => {
    const { needs } = needsWith({ '/chat.postMessage': refused(error) });
    const outcome = await createSlackSender(needs)(anOutbound());
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: failureClass, code: error } });
    expect(outcome.status === 'failed' && outcome.failure.reason).toMatch(/\. .*\.$/);
  });

  it.each([
    [() => json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '30' }), 30],
    [() => json({ ok: false, error: 'rate_limited' }), 10],
  ])('is tried again when Slack takes no more', async (answer, afterSeconds) => {
    const { needs } = needsWith({ '/chat.postMessage': answer });
    expect(await createSlackSender(needs)(anOutbound())).toMatchObject({
      status: 'retry',
      afterSeconds,
      failure: { class: 'RATE_LIMITED' },
    });
  });

  it.each([
    ['fatal_error', refused('fatal_error')],
    ['internal_error', refused('internal_error')],
    ['service_unavailable', refused('service_unavailable')],
    ['a page', () => new Response('<html>')],
    ['HTTP 503', () => new Response('', { status: 503 })],
    ['no answer', () => Response.error()],
  ])('may have been after %s', async (_, answer) => {
    const outcome = await createSlackSender(needsWith({ '/chat.postMessage': answer }).needs)(anOutbound());
    expect(outcome).toMatchObject({ status: 'ambiguous', failure: { class: 'AMBIGUOUS' } });
  });

  it('fails when the connection was removed', async () => {
    const outcome = await createSlackSender(needsWith().needs)(anOutbound({ connectionId: 'gone' }));
    expect(outcome).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
  });
});
