import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { copyMedia } from '../shared/media.ts';
import { contentUrl, lineDataHost } from './api.ts';
import { bearer, type LineCredentials } from './credentials.ts';
import type { LineMessage } from './payload.ts';

type Needs = { readonly fetch: typeof fetch; readonly files: FileStore };

/** LINE lets customers send more; a function's memory and time do not. */
const maximumBytes = 50_000_000;

export const mediaTypes: readonly string[] = ['image', 'video', 'audio', 'file'];

/** Copies what a customer attached. Throws while LINE is still preparing it, so that it is tried again. */
export async function copyContent(
  needs: Needs,
  credentials: LineCredentials,
  { connectionId, message }: { readonly connectionId: string; readonly message: LineMessage },
): Promise<readonly Attachment[]> {
  if (!mediaTypes.includes(message.type) || message.contentProvider?.type === 'external') return [];
  const source = {
    url: contentUrl(message.id),
    hosts: [lineDataHost],
    headers: bearer(credentials),
    maxBytes: maximumBytes,
  };
  const place = { connectionId, messageId: message.id, index: 0, fileName: message.fileName };
  return [await copyMedia({ files: needs.files, fetch: fetchPrepared(needs.fetch) }, source, place)];
}

/** 202 means that a video or a recording is still being transcoded; its body is empty. */
const fetchPrepared =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.status !== 202) return response;
    await response.body?.cancel();
    throw new Error('LINE is still preparing what the customer attached');
  };
