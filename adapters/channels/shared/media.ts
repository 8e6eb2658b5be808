import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { answerBytes } from './answer-bytes.ts';
import { fileTypeOf } from './file-type.ts';

export type MediaSource = {
  readonly url: string;
  /** Names and endings of host names that media may be fetched from, with a folder where only that is meant: `api.telegram.org`, `.fbcdn.net`, `s3.example/ours/`. */
  readonly hosts: readonly string[];
  /** Sent to the first host only: hosts behind a redirect are given a signed address. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes: number;
};

/** What to keep one file as. */
export type MediaPlace = {
  readonly connectionId: string;
  /** Provider's id of the message, and which of its files it is. */
  readonly messageId: string;
  readonly index: number;
  /** As the sender called it. */
  readonly fileName?: string | undefined;
};

type Needs = { readonly fetch: typeof fetch; readonly files: FileStore };

const maximumRedirects = 3;
const answerWithinMs = 10_000;

/**
 * Copies one file of a message from its provider into our files, once. The type kept is the one that the bytes show.
 * What can never be had (gone, too large, elsewhere) becomes a note in its place: the customer's text must not wait for
 * a picture that is gone. Throws where another try may help.
 */
export async function copyMedia(needs: Needs, source: MediaSource, place: MediaPlace): Promise<Attachment> {
  try {
    return await keepMedia(needs.files, await fetchMedia(needs.fetch, source), place);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return keepNote(needs.files, error.message, place);
  }
}

/** Keeps bytes that are here already. */
export async function keepMedia(files: FileStore, body: Uint8Array, place: MediaPlace): Promise<Attachment> {
  const found = await fileTypeOf(body);
  const contentType = found?.mime ?? 'application/octet-stream';
  const fileName = place.fileName ?? `file-${place.index + 1}.${found?.ext ?? 'bin'}`;
  return keep(files, { body, contentType, fileName }, place);
}

const keepNote = (files: FileStore, why: string, place: MediaPlace): Promise<Attachment> => {
  const note = `The customer attached a file here. It could not be copied: ${why}.\n`;
  const fileName = `file-${place.index + 1}.not-copied.txt`;
  return keep(files, { body: Buffer.from(note), contentType: 'text/plain; charset=utf-8', fileName }, place);
};

type File = { readonly body: Uint8Array; readonly contentType: string; readonly fileName: string };

async function keep(files: FileStore, file: File, { connectionId, messageId, index }: MediaPlace): Promise<Attachment> {
  const id = `${messageId}-${index}`.replace(/[^\w.-]/g, '_');
  const key = `media/${connectionId}/${id}`;
  const { body, contentType, fileName } = file;
  await files.put({ key, contentType, body });
  return {
    id,
    fileName: fileName.replace(/[\p{Cc}/\\]/gu, '_').slice(0, 200),
    contentType,
    bytes: body.byteLength,
    key,
  };
}

/** Fetches from the hosts named and from nowhere else. A `Refusal` is final; any other error is worth another try. */
export async function fetchMedia(fetch: typeof globalThis.fetch, source: MediaSource): Promise<Uint8Array> {
  let target = parsed(source.url);
  const first = target.host;
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    refuseElsewhere(target, source.hosts);
    const response = await fetch(target, {
      redirect: 'manual',
      headers: target.host === first ? { ...source.headers } : {},
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const location = locationOf(response);
    if (location === undefined) return bytesOf(response, source.maxBytes);
    await response.body?.cancel();
    target = parsed(location, target);
  }
  throw new Refusal('invalid', `the media address redirects more than ${maximumRedirects} times`);
}

function parsed(url: string, base?: URL): URL {
  const target = URL.parse(url, base?.href);
  if (!target) throw new Refusal('invalid', 'the media address is not a URL');
  return target;
}

const locationOf = (response: Response): string | undefined =>
  [301, 302, 303, 307, 308].includes(response.status) ? (response.headers.get('location') ?? undefined) : undefined;

/** Whose the host is. That its address is on the internet is looked at when it is resolved, see public-fetch.ts. */
function refuseElsewhere({ protocol, port, username, hostname, pathname }: URL, hosts: readonly string[]): void {
  const isOurs = hosts.some((allowed) => {
    const [host = '', ...folder] = allowed.split('/');
    const isHost = host.startsWith('.') ? hostname.endsWith(host) : hostname === host;
    return isHost && pathname.startsWith(`/${folder.join('/')}`);
  });
  if (protocol === 'https:' && port === '' && username === '' && isOurs) return;
  throw new Refusal('forbidden', 'the media address is not at the provider; only its own hosts are fetched from');
}

async function bytesOf(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.status === 404 || response.status === 410)
    throw new Refusal('not-found', 'the provider has this file no more');
  if (!response.ok) throw new Error(`fetching media was answered with HTTP ${response.status}`);
  return answerBytes(response, maxBytes);
}
