import type { Failure, OutboundMessage } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ChannelNeeds } from '../needs.ts';
import { durationOf } from './duration.ts';
import type { LineSettings } from './settings.ts';

/** A message object, https://developers.line.biz/en/reference/messaging-api/#message-objects, read 2026-11-22. */
export type LineObject =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'video'; readonly originalContentUrl: string; readonly previewImageUrl: string }
  | { readonly type: 'audio'; readonly originalContentUrl: string; readonly duration: number };

/** LINE fetches a file when the customer opens it, so the link has to last: seven days, the longest that S3 signs for. */
const linkSeconds = 604_800;
const previewMaxBytes = 1_000_000;
/** https://developers.line.biz/en/reference/messaging-api/#image-message: addresses have 2,000 characters at most. */
const longestUrl = 2000;

type Composing = { readonly needs: ChannelNeeds; readonly settings: LineSettings };

/** What is sent for a message: its text, or its one file. Throws a `Refusal` with words for the agent where LINE cannot show the file. */
export async function lineObjects(composing: Composing, message: OutboundMessage): Promise<readonly LineObject[]> {
  const text: readonly LineObject[] = message.text === '' ? [] : [{ type: 'text', text: message.text }];
  const files: LineObject[] = [];
  for (const attachment of message.attachments) files.push(await fileObject(composing, attachment));
  return [...text, ...files];
}

export const mediaInvalid = (reason: string): Failure => ({ class: 'MEDIA_INVALID', reason });

async function fileObject({ needs, settings }: Composing, attachment: Attachment): Promise<LineObject> {
  const { key, fileName, contentType, bytes } = attachment;
  const kind = kindOf(contentType);
  if (!kind)
    throw new Refusal(
      'invalid',
      'LINE shows JPEG and PNG pictures, MP4 videos and M4A recordings only. Send a link, or use another channel.',
    );
  const duration = kind === 'audio' ? await durationOfStored(needs, key) : 0;
  const originalContentUrl = await needs.linkTo({ key, fileName, seconds: linkSeconds });
  if (originalContentUrl.length > longestUrl)
    throw new Refusal(
      'invalid',
      'The file’s address is too long for LINE. Give the file a shorter name and send it again.',
    );
  if (kind === 'audio') return { type: kind, originalContentUrl, duration };
  const isItsOwnPreview = kind === 'image' && bytes <= previewMaxBytes;
  const previewImageUrl = isItsOwnPreview ? originalContentUrl : settings.previewImageUrl;
  if (previewImageUrl === undefined)
    throw new Refusal(
      'invalid',
      `LINE wants a preview for ${kind === 'video' ? 'videos' : 'pictures above 1 MB'}. Send a smaller picture, or ask an administrator to set one up.`,
    );
  return { type: kind, originalContentUrl, previewImageUrl };
}

const kinds = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'video/mp4': 'video',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
} as const;

const kindOf = (contentType: string): 'image' | 'video' | 'audio' | undefined =>
  Object.entries(kinds).find(([type]) => contentType.startsWith(type))?.[1];

async function durationOfStored({ files }: ChannelNeeds, key: string): Promise<number> {
  const file = await files.get(key);
  const duration = file && durationOf(file);
  if (duration === undefined)
    throw new Refusal(
      'invalid',
      'The recording does not tell how long it is, which LINE wants to know. Save it as M4A and send it again.',
    );
  return duration;
}
