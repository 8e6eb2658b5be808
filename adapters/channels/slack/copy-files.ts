import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { copyMedia } from '../shared/media.ts';
import { filesHost } from './api.ts';
import type { SlackFile } from './payload.ts';

type FileNeeds = { readonly fetch: typeof fetch; readonly files: FileStore; readonly botToken: string };

/** Ours, not Slack's: a file is held in memory while it is copied. */
const maximumBytes = 50_000_000;

/** Copies the files of one message into ours. */
export async function copyFiles(
  needs: FileNeeds,
  files: readonly SlackFile[],
  place: { readonly connectionId: string; readonly messageId: string },
): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const [index, file] of files.entries()) {
    const source = {
      url: file.url_private_download ?? `https://${filesHost}/`,
      hosts: [filesHost],
      headers: { authorization: `Bearer ${needs.botToken}` },
      maxBytes: maximumBytes,
    };
    const fetchFile = fetchingFile(needs.fetch, file);
    attachments.push(
      await copyMedia({ files: needs.files, fetch: fetchFile }, source, {
        ...place,
        index,
        fileName: file.name ?? undefined,
      }),
    );
  }
  return attachments;
}

const fetchingFile =
  (fetch: typeof globalThis.fetch, file: SlackFile): typeof globalThis.fetch =>
  async (input, init) => {
    if (file.url_private_download === undefined)
      throw new Refusal(
        'not-found',
        'Slack does not hand it out: it is kept elsewhere, deleted, or of another workspace',
      );
    if ((file.size ?? 0) > maximumBytes)
      throw new Refusal('too-large', `the file is larger than ${maximumBytes} bytes`);
    const response = await fetch(input, init);
    if (!isSignInPage(response, file)) return response;
    await response.body?.cancel();
    throw new Refusal('forbidden', 'Slack sent its sign-in page: the app lacks the scope files:read');
  };

/** Without the scope, Slack answers with a page that asks a person to sign in, or leads to it. */
function isSignInPage({ status, headers }: Response, { mimetype }: SlackFile): boolean {
  if (status >= 300 && status < 400) return !(headers.get('location') ?? '').startsWith(`https://${filesHost}/`);
  return (headers.get('content-type') ?? '').startsWith('text/html') && mimetype !== 'text/html';
}
