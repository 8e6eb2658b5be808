import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { ourMetadata } from './own-messages.ts';

const hourMs = 3_600_000;
const windowHours = 24;

/** Meta fetches the file while it answers; the rest is for its own second tries. */
const linkSeconds = 900;

/** https://developers.facebook.com/docs/messenger-platform/send-messages, "Attachments", read 2026-11-22: larger pictures go as files. */
const largestPictureBytes = 8_000_000;

type Needs = Pick<ChannelNeeds, 'linkTo' | 'now'>;

/** Ids of Meta's comments are numbers, on a page two of them; ids of messages are not. */
export const isCommentId = (id: string): boolean => /^\d+(_\d+)?$/.test(id);

/** Ids that this project made for events that have none, such as a click on an advertisement. */
const isMadeId = (id: string): boolean => /^[a-z_-]+:/.test(id);

/** Is it within what Meta calls the standard messaging window? Unknown counts as yes: Meta decides. */
export const isWithinWindow = (needs: Needs, { heardAt }: OutboundMessage): boolean =>
  heardAt === undefined || needs.now().getTime() - Date.parse(heardAt) < windowHours * hourMs;

/** The body of a private message or of the private answer to a comment; https://developers.facebook.com/docs/messenger-platform/reference/send-api. */
export async function directMessage(needs: Needs, message: OutboundMessage) {
  const { answers } = message;
  const content = await contentOf(needs, message);
  if (answers !== undefined && isCommentId(answers))
    return { recipient: writtenInPublic(message, answers), message: content };
  const recipient = { id: message.to };
  // A person may answer for seven days; quoting is for the first of them only.
  if (!isWithinWindow(needs, message))
    return { recipient, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT', message: content };
  const isQuotable = answers !== undefined && !isMadeId(answers);
  return {
    recipient,
    messaging_type: 'RESPONSE',
    message: content,
    ...(isQuotable ? { reply_to: { mid: answers } } : {}),
  };
}

/** A visitor's post is named by the page and its own number, a comment by those of the post and its own. */
const writtenInPublic = ({ toScope }: OutboundMessage, id: string) =>
  toScope !== undefined && id.startsWith(`${toScope}_`) ? { post_id: id } : { comment_id: id };

/** One file or a text: the plan of a reply keeps them apart. */
async function contentOf(needs: Needs, { channel, text, attachments }: OutboundMessage) {
  const [file] = attachments;
  const mark = channel === 'messenger' ? { metadata: ourMetadata } : {};
  if (!file) return { text, ...mark };
  const url = await needs.linkTo({ key: file.key, fileName: file.fileName, seconds: linkSeconds });
  return { attachment: { type: kindOf(file), payload: { url, is_reusable: false } }, ...mark };
}

function kindOf({ contentType, bytes }: Attachment): 'image' | 'video' | 'audio' | 'file' {
  const [kind] = contentType.split('/');
  if (kind === 'image') return bytes > largestPictureBytes ? 'file' : 'image';
  return kind === 'video' || kind === 'audio' ? kind : 'file';
}
