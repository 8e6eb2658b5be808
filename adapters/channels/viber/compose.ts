import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { ChannelNeeds } from '../needs.ts';

/** Viber fetches a file within minutes and keeps a copy; a day is for phones that are off. */
const linkSeconds = 86_400;

/** https://developers.viber.com/docs/api/rest-bot-api/#picture-message and the following, read 2026-11-22. */
const pictureMaxBytes = 1_000_000;
const videoMaxBytes = 26_000_000;
const longestFileName = 256;
const longestLink = 2000;

const pictureTypes = ['image/jpeg', 'image/png'];

/** The part of a message that depends on its kind: text, a link alone, or its one file. */
export async function contentFor(
  { linkTo }: Pick<ChannelNeeds, 'linkTo'>,
  { text, attachments }: Pick<OutboundMessage, 'text' | 'attachments'>,
): Promise<Readonly<Record<string, unknown>>> {
  const [attachment] = attachments;
  if (!attachment) return isLinkAlone(text) ? { type: 'url', media: text } : { type: 'text', text };
  const { key, fileName, bytes } = attachment;
  const media = await linkTo({ key, fileName, seconds: linkSeconds });
  const type = typeOf(attachment);
  if (type === 'picture') return { type, text, media };
  if (type === 'video') return { type, media, size: bytes };
  return { type, media, size: bytes, file_name: shortened(fileName) };
}

/** Pictures and videos above Viber's limits go as files. */
function typeOf({ contentType, bytes }: Attachment): 'picture' | 'video' | 'file' {
  if (pictureTypes.includes(contentType) && bytes <= pictureMaxBytes) return 'picture';
  return contentType === 'video/mp4' && bytes <= videoMaxBytes ? 'video' : 'file';
}

/** The ending tells phones what it is, so it stays. */
const shortened = (fileName: string): string =>
  fileName.length <= longestFileName ? fileName : fileName.slice(0, longestFileName - 10) + fileName.slice(-10);

const isLinkAlone = (text: string): boolean => text.length <= longestLink && /^https:\/\/\S+$/.test(text);
