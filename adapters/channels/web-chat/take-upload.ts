import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { UploadedFile } from '#domain/chat/protocol.ts';
import type { ChatSettings } from '#domain/chat/settings.ts';
import { fileTypeOf } from '../shared/file-type.ts';
import { keepMedia, type MediaPlace } from '../shared/media.ts';

/** Types that have no mark in their bytes, so that only the text itself can be looked at. */
const isPlainText = (type: string): boolean => type === 'text/plain' || type === 'text/csv';

function isText(body: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(body).includes('\u0000');
  } catch {
    return false;
  }
}

/** Why a file is not taken: it is not what it was said to be, or not what visitors may send. */
async function objection(body: Uint8Array, file: UploadedFile, settings: ChatSettings): Promise<string | undefined> {
  if (body.byteLength > settings.maxFileBytes) return `it is larger than ${settings.maxFileBytes} bytes`;
  const shown = (await fileTypeOf(body))?.mime;
  const type = shown ?? (isPlainText(file.contentType) && isText(body) ? file.contentType : undefined);
  if (type === undefined) return 'its bytes do not show what it is';
  if (type !== file.contentType) return 'it is not of the type it was said to be';
  return settings.fileTypes.some((allowed) => type.startsWith(allowed)) ? undefined : 'its type is not taken here';
}

export type Uploaded = {
  readonly key: string;
  readonly file: UploadedFile;
  readonly settings: ChatSettings;
  readonly place: MediaPlace;
};

/** Copies an upload to where files of messages are kept; one that is refused leaves a note in its place. */
export async function takeUpload(files: FileStore, { key, file, settings, place }: Uploaded): Promise<Attachment> {
  const { fileName } = file;
  const body = await files.get(key);
  const why = body ? await objection(body, file, settings) : 'it was not uploaded, or too long ago';
  if (body && why === undefined) return keepMedia(files, body, { ...place, fileName });
  const note = `The visitor attached a file here. It was not taken: ${why}.\n`;
  return keepMedia(files, Buffer.from(note), { ...place, fileName: `file-${place.index + 1}.not-taken.txt` });
}
