import { describe, expect, it } from 'vitest';
import { copyTwilioMedia } from '#adapters/channels/twilio/copy-media.ts';
import { memoryFiles, needsOf } from './twilio-examples.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);
const mediaUrl = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1';
const cdn = 'https://mms.twiliocdn.com/AC1/2f?Expires=1';
const to =
  (location: string, status = 307) =>
  () =>
    new Response(null, { status, headers: { location } });
const ok = () => new Response(png, { headers: { 'content-type': 'text/html' } });

/** A web of pages, and a log of who was asked with which credentials. */
function web(pages: Record<string, () => Response>) {
  const asked: { url: string; authorization: string | null }[] = [];
  const fetchPage: typeof fetch = async (input, init) => {
    const url = String(input);
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization') });
    const page = pages[url];
    if (!page || init?.redirect !== 'manual') throw new TypeError('fetch failed');
    return page();
  };
  const files = memoryFiles();
  const copy = (...urls: string[]) => {
    const media = urls.map((url) => ({ url, contentType: 'image/jpeg' }));
    const fields = { MessageSid: 'MM1', media };
    return copyTwilioMedia(needsOf({ fetch: fetchPage, files }), {
      connectionId: 'sms-main',
      fields,
      maxBytes: 5_000_000,
    });
  };
  const noteOf = async (url: string) => {
    const [note] = await copy(url);
    return { name: note?.fileName, text: Buffer.from((await files.get(note?.key ?? '')) ?? '').toString() };
  };
  return { asked, copy, noteOf };
}

describe('copying media from Twilio', () => {
  it('gives Twilio the key and the host behind the redirect none', async () => {
    const { asked, copy } = web({ [mediaUrl]: to(cdn), [cdn]: ok });
    expect(await copy(mediaUrl)).toEqual([
      {
        id: 'MM1-0',
        fileName: 'file-1.png',
        contentType: 'image/png',
        bytes: png.byteLength,
        key: 'media/sms-main/MM1-0',
      },
    ]);
    expect(asked).toEqual([
      { url: mediaUrl, authorization: `Basic ${btoa('AC0123456789abcdef0123456789abcdef:current-token')}` },
      { url: cdn, authorization: null },
    ]);
  });

  it('follows to Twilio’s folder at S3, over several redirects', async () => {
    const bucket = 'https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/2f';
    const { copy } = web({ [mediaUrl]: to(cdn, 302), [cdn]: to(bucket, 301), [bucket]: ok });
    expect((await copy(mediaUrl))[0]?.contentType).toBe('image/png');
  });

  it.each([
    'http://api.twilio.com/media',
    'https://api.twilio.com.evil.example/media',
    'https://evil.example/api.twilio.com',
    'https://twiliocdn.com.evil.example/x',
    'http://mms.twiliocdn.com/x',
    'https://mms.twiliocdn.com:8443/x',
    'https://s3-external-1.amazonaws.com/another-bucket/x',
    'https://s3-external-1.amazonaws.com/media.twiliocdn.com/../another-bucket/x',
    'https://ec2-203-0-113-25.compute-1.amazonaws.com/media.twiliocdn.com/x',
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
  ])('never asks %s, named or redirected to', async (elsewhere) => {
    const { asked, noteOf } = web({ [elsewhere]: ok, [mediaUrl]: to(elsewhere) });
    expect((await noteOf(elsewhere)).name).toBe('file-1.not-copied.txt');
    expect((await noteOf(mediaUrl)).text).toMatch(/not at the provider/);
    expect(asked.map(({ url }) => url)).toEqual([mediaUrl]);
  });

  it('puts a note in the place of what is gone or too large', async () => {
    const { noteOf } = web({
      [mediaUrl]: () => new Response('', { status: 404 }),
      [`${mediaUrl}2`]: () => new Response(new Uint8Array(5_000_001)),
    });
    expect((await noteOf(mediaUrl)).text).toMatch(/has this file no more/);
    expect((await noteOf(`${mediaUrl}2`)).text).toMatch(/larger than 5000000 bytes/);
  });

  it.each([401, 403, 503])('fails, to be tried again, on HTTP %i', async (status) => {
    const { copy } = web({ [mediaUrl]: () => new Response('', { status }) });
    await expect(copy(mediaUrl)).rejects.toThrow(`HTTP ${status}`);
  });

  it('asks for no credentials where nothing is to be copied', async () => {
    const { asked, copy } = web({});
    expect(await copy()).toEqual([]);
    expect(asked).toEqual([]);
  });
});
