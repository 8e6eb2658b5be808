import { createHash } from 'node:crypto';
import type { Attachment as MailPart } from 'postal-mime';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';

export type MailFile = {
  readonly fileName: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly contentId?: string;
};

const nameCharacters = 200;

/** Windows opens a device where these are saved, with any extension (Microsoft: Naming Files, Paths, and Namespaces). */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)/i;

/** Names for parts that came without one, by type; anything else is named by its subtype. */
const usualNames: Readonly<Record<string, string>> = {
  'application/ms-tnef': 'winmail.dat',
  'application/octet-stream': 'attachment.bin',
  'application/pkcs7-mime': 'smime.p7m',
  'application/pkcs7-signature': 'smime.p7s',
  'application/ics': 'invite.ics',
  'image/jpeg': 'image.jpg',
  'image/svg+xml': 'image.svg',
  'message/delivery-status': 'delivery-status.txt',
  'message/disposition-notification': 'read-receipt.txt',
  'message/rfc822': 'message.eml',
  'text/calendar': 'invite.ics',
  'text/plain': 'text.txt',
  'text/rfc822-headers': 'headers.txt',
};

/** A MIME part as a file with a name that is safe to show and to save. */
export const fileOf = (part: MailPart): MailFile => {
  const contentType = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(part.mimeType)
    ? part.mimeType
    : 'application/octet-stream';
  const contentId = part.contentId?.replaceAll(/[<>\s\p{Cc}]/gu, '').slice(0, 250);
  return {
    fileName: safeFileName(part.filename ?? '') || nameByType(contentType),
    contentType,
    body: typeof part.content === 'string' ? Buffer.from(part.content) : new Uint8Array(part.content),
    ...(contentId && { contentId }),
  };
};

/**
 * The last part of a path, without control characters, bidirectional overrides (which show "exe.gpj" as "jpg.exe")
 * and what Windows forbids; a name that is too long keeps its extension.
 */
const safeFileName = (name: string): string => {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const safe = last
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, '');
  const whole = trimEnd(safe).replace(deviceName, '_$&');
  if (whole.length <= nameCharacters) return whole;
  const extension = /\.[a-z0-9]{1,10}$/i.exec(whole)?.[0] ?? '';
  return `${whole.slice(0, nameCharacters - extension.length).toWellFormed()}${extension}`;
};

/** Windows drops dots and spaces at the end. A loop, as a pattern would try again at every dot of a long run. */
const trimEnd = (name: string): string => {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
};

const nameByType = (contentType: string): string => {
  const [type = '', subtype = ''] = contentType.split('/');
  return (
    usualNames[contentType] ??
    `${type === 'image' ? 'image' : 'attachment'}.${subtype.replaceAll(/[^a-z0-9]/g, '').slice(0, 10)}`
  );
};

/** Where a mail's files are kept. It follows from the SES message id, so that a second delivery overwrites the first. */
export const folderOf = (providerId: string): string =>
  `mail/${createHash('sha256').update(providerId).digest('hex').slice(0, 32)}`;

/** Puts the files of one mail into the store and says where they are. */
export const keepFiles = async (
  files: FileStore,
  folder: string,
  kept: readonly MailFile[],
): Promise<readonly Attachment[]> =>
  Promise.all(
    kept.map(async ({ fileName, contentType, body, contentId }, index) => {
      const key = `${folder}/${index + 1}-${fileName.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}`;
      await files.put({ key, contentType, body });
      return {
        id: `${index + 1}`,
        fileName,
        contentType,
        bytes: body.byteLength,
        key,
        ...(contentId && { contentId }),
      };
    }),
  );
