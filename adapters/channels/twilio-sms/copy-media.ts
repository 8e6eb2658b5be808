import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { FetchMedia, Media } from './media.ts';

export type MediaNeeds = { readonly fetchMedia: FetchMedia; readonly files: FileStore };

type Source = { readonly connectionId: string; readonly messageSid: string; readonly urls: readonly string[] };

/** Copies the media of one message into our files, one after the other to hold one in memory. */
export async function copyMedia(needs: MediaNeeds, source: Source): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const [index, url] of source.urls.entries()) {
    const { contentType, extension, body } = await fetchOrExplain(needs, { connectionId: source.connectionId, url });
    const id = `${source.messageSid}-${index}`;
    const key = `sms/${source.connectionId}/${source.messageSid}/${index}`;
    await needs.files.put({ key, contentType, body });
    attachments.push({ id, fileName: `media-${index + 1}.${extension}`, contentType, bytes: body.byteLength, key });
  }
  return attachments;
}

/** What can never be had becomes a note in its place: the customer's text must not wait for a picture that is gone. */
async function fetchOrExplain(needs: MediaNeeds, media: Parameters<FetchMedia>[0]): Promise<Media> {
  try {
    return await needs.fetchMedia(media);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const note = `The customer attached a file here. It could not be copied: ${error.message}.\n`;
    return { contentType: 'text/plain; charset=utf-8', extension: 'not-copied.txt', body: Buffer.from(note) };
  }
}
