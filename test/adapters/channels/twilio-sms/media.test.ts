import { describe, expect, it } from 'vitest';
import { createMediaFetcher } from '#adapters/channels/twilio-sms/media.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { credentials } from './twilio-examples.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
const mediaUrl = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1';
const cdn = 'https://mms.twiliocdn.com/AC1/2f?Expires=1';
const to =
  (location: string, status = 307) =>
  () =>
    new Response(null, { status, headers: { location } });
const ok = () => new Response(png, { headers: { 'content-type': 'text/html' } });

/** A web of pages, and a log of who was asked with which credentials. */
function fetcher(pages: Record<string, () => Response>, baseUrl?: string) {
  const asked: { url: string; authorization: string | null }[] = [];
  const fetchPage: typeof fetch = async (input, init) => {
    const url = String(input);
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization') });
    const page = pages[url];
    if (!page || init?.redirect !== 'manual') throw new TypeError('fetch failed');
    return page();
  };
  const fetchMedia = createMediaFetcher({ fetch: fetchPage, credentialsFor: async () => credentials, baseUrl });
  return { asked, fetchMedia: (url: string) => fetchMedia({ connectionId: 'sms-main', url }) };
}

describe('fetching media', () => {
  it('gives Twilio the key and the host behind the redirect none', async () => {
    const { asked, fetchMedia } = fetcher({ [mediaUrl]: to(cdn), [cdn]: ok });
    const media = await fetchMedia(mediaUrl);
    expect(Buffer.from(media.body)).toEqual(png);
    expect(asked).toEqual([
      { url: mediaUrl, authorization: `Basic ${btoa('AC0123456789abcdef0123456789abcdef:current-token')}` },
      { url: cdn, authorization: null },
    ]);
  });

  it('believes the bytes and not the content type', async () => {
    const { fetchMedia } = fetcher({ [mediaUrl]: ok });
    expect(await fetchMedia(mediaUrl)).toMatchObject({ contentType: 'image/png', extension: 'png' });
  });

  it('follows to Twilio’s folder at S3, over several redirects', async () => {
    const bucket = 'https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/2f';
    const { fetchMedia } = fetcher({ [mediaUrl]: to(cdn, 302), [cdn]: to(bucket, 301), [bucket]: ok });
    expect((await fetchMedia(mediaUrl)).contentType).toBe('image/png');
  });

  it('takes a configured API in place of Twilio’s, and then only that one', async () => {
    const local = 'http://127.0.0.1:4010/media';
    const { fetchMedia } = fetcher({ [local]: ok, [mediaUrl]: ok }, 'http://127.0.0.1:4010');
    expect((await fetchMedia(local)).contentType).toBe('image/png');
    await expect(fetchMedia(mediaUrl)).rejects.toThrow(Refusal);
  });

  it.each([
    'http://api.twilio.com/media',
    'https://api.twilio.com.evil.example/media',
    'https://evil.example/api.twilio.com',
    'https://twiliocdn.com.evil.example/x',
    'http://mms.twiliocdn.com/x',
    'https://mms.twiliocdn.com:8443/x',
    'https://s3-external-1.amazonaws.com/another-bucket/x',
    'https://ec2-203-0-113-25.compute-1.amazonaws.com/media.twiliocdn.com/x',
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
  ])('never asks %s, named or redirected to', async (elsewhere) => {
    const { asked, fetchMedia } = fetcher({ [elsewhere]: ok, [mediaUrl]: to(elsewhere) });
    await expect(fetchMedia(elsewhere)).rejects.toThrow(Refusal);
    await expect(fetchMedia(mediaUrl)).rejects.toThrow(/not at Twilio/);
    expect(asked.map(({ url }) => url)).toEqual([mediaUrl]);
  });

  it('gives up on a circle of redirects', async () => {
    const { asked, fetchMedia } = fetcher({ [mediaUrl]: to(mediaUrl) });
    await expect(fetchMedia(mediaUrl)).rejects.toThrow(/redirects more than 3 times/);
    expect(asked).toHaveLength(4);
  });

  it('stops reading what is larger than 5 MB', async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(1_000_000));
          },
        }),
      );
    const { fetchMedia } = fetcher({ [mediaUrl]: endless });
    await expect(fetchMedia(mediaUrl)).rejects.toMatchObject({ kind: 'too-large' });
    expect(pulled).toBeLessThan(10);
  });

  it('takes 5 MB', async () => {
    const { fetchMedia } = fetcher({ [mediaUrl]: () => new Response(new Uint8Array(5_000_000)) });
    expect((await fetchMedia(mediaUrl)).body.byteLength).toBe(5_000_000);
  });

  it.each([
    [404, true],
    [410, true],
    [401, false],
    [403, false],
    [503, false],
  ])('HTTP %s is final: %s', async (status, isFinal) => {
    const { fetchMedia } = fetcher({ [mediaUrl]: () => new Response('', { status }) });
    const problem: unknown = await fetchMedia(mediaUrl).catch((error: unknown) => error);
    expect(problem instanceof Refusal).toBe(isFinal);
    expect(problem).toBeInstanceOf(Error);
  });

  it('refuses an address that is none', async () => {
    await expect(fetcher({}).fetchMedia('https://')).rejects.toThrow(/not a URL/);
  });
});
