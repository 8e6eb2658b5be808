import * as z from 'zod';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { copyMedia } from '../shared/media.ts';
import { askTelegram, fileUrl, telegramHost } from './api.ts';
import type { TelegramFile, TelegramMessage } from './payload.ts';

export type FileNeeds = { readonly fetch: typeof fetch; readonly files: FileStore; readonly botToken: string };

/** What a bot may download, https://core.telegram.org/bots/api#getfile, read 2026-11-22. */
const maximumBytes = 20_000_000;

const $GetFile = z.union([
  z.object({ ok: z.literal(true), result: z.object({ file_path: z.string().min(1) }) }),
  z.object({ ok: z.literal(false), error_code: z.number() }),
]);

/** Copies the files of one message into ours; of a picture the largest size. */
export async function copyFiles(
  needs: FileNeeds,
  message: TelegramMessage,
  place: { readonly connectionId: string; readonly messageId: string },
): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const [index, file] of filesOf(message).entries()) {
    const source = {
      // Stands for the file until its real address is known: that one holds the token, and this one may be in an error.
      url: `https://${telegramHost}/file/${encodeURIComponent(file.file_id)}`,
      hosts: [telegramHost],
      maxBytes: maximumBytes,
    };
    const fetchFile = fetchingFile(needs, file);
    attachments.push(
      await copyMedia({ files: needs.files, fetch: fetchFile }, source, { ...place, index, fileName: file.file_name }),
    );
  }
  return attachments;
}

function filesOf(message: TelegramMessage): TelegramFile[] {
  const largest = message.photo?.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  // An animation comes a second time as a document, for programs that know no animations.
  const document = message.animation ?? message.document;
  const { voice, audio, video, video_note } = message;
  return [largest, voice, audio, video, video_note, document].filter((file) => file !== undefined);
}

const fetchingFile =
  ({ fetch, botToken }: FileNeeds, { file_id, file_size = 0 }: TelegramFile): typeof globalThis.fetch =>
  async (_, init) => {
    if (file_size > maximumBytes)
      throw new Refusal('too-large', `Telegram hands bots files of up to ${maximumBytes} bytes, this one is larger`);
    const { success, data } = $GetFile.safeParse(
      await askTelegram(fetch, botToken, { method: 'getFile', body: { file_id } }),
    );
    if (!success) throw new Error('Telegram answered getFile with something else than a file');
    if (data.ok) return fetch(fileUrl(botToken, data.result.file_path), init);
    if (data.error_code === 429 || data.error_code >= 500)
      throw new Error(`getFile was answered with ${data.error_code}`);
    throw new Refusal('not-found', `Telegram does not hand it out (${data.error_code})`);
  };
