import { copyMedia, fetchMedia, keepMedia, type MediaPlace } from '#adapters/channels/shared/media.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/** Meta's file servers; every address on them is signed and expires. */
const hosts = ['.fbcdn.net', '.fbsbx.com', '.cdninstagram.com'];

/** https://developers.facebook.com/docs/messenger-platform/send-messages, "Attachments", read 2026-11-22. */
const maxBytes = 25_000_000;

type Needs = { readonly fetch: typeof fetch; readonly files: FileStore };

/** Is it a file at Meta, rather than a page for people? */
export function isMetaFile(url: string): boolean {
  const hostname = URL.parse(url)?.hostname ?? '';
  return hosts.some((host) => hostname.endsWith(host));
}

/** Copies one file of a message; what is gone becomes a note in its place. */
export const copyFile = (needs: Needs, url: string, place: MediaPlace): Promise<Attachment> =>
  copyMedia({ ...needs, fetch: expiring(needs.fetch) }, { url, hosts, maxBytes }, place);

/** Copies what a message is about, if it is still there: a story is gone after a day, and nobody misses a note about that. */
export async function copyIfThere(needs: Needs, url: string, place: MediaPlace): Promise<readonly Attachment[]> {
  try {
    return [await keepMedia(needs.files, await fetchMedia(expiring(needs.fetch), { url, hosts, maxBytes }), place)];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** An address whose signature has expired is refused for ever: another try would only hold up what comes behind it. */
const expiring =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    return [400, 401, 403].includes(response.status) ? new Response(null, { status: 410 }) : response;
  };
