import { Refusal } from '../kernel/refusal.ts';
import type { Attachment } from './inbound-message.ts';
import type { ChannelLimits, FileLimits } from './limits.ts';

/** What one message on the wire carries. */
export type PlannedMessage = { readonly text: string; readonly attachments: readonly Attachment[] };

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** Length as the provider counts it. */
export function lengthOf(text: string, countedIn: ChannelLimits['countedIn']): number {
  if (countedIn === 'utf16') return text.length;
  return countedIn === 'bytes' ? bytesIn(text) : [...text].length;
}

/** Splits at the last of these that leaves a piece at least half full: paragraph, line, sentence, word. */
const breaks = ['\n\n', '\n', '. ', ' '] as const;

function pieceOf(text: string, { maxText, countedIn }: ChannelLimits): string {
  const characters = [...text];
  let count = Math.min(characters.length, maxText);
  let piece = characters.slice(0, count).join('');
  while (lengthOf(piece, countedIn) > maxText) {
    count -= Math.max(1, Math.ceil((lengthOf(piece, countedIn) - maxText) / 4));
    piece = characters.slice(0, count).join('');
  }
  if (piece.length === text.length) return piece;
  const ends = breaks.map((one) => piece.lastIndexOf(one) + one.length).filter((end) => end > piece.length / 2);
  return piece.slice(0, ends[0] ?? piece.length);
}

/** A text as the pieces that its channel takes, none of them empty. */
export function splitText(text: string, limits: ChannelLimits): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const piece = pieceOf(rest, limits);
    pieces.push(piece.trim());
    rest = rest.slice(piece.length).trim();
  }
  return pieces.filter((piece) => piece !== '');
}

function mustBeTaken(files: FileLimits, { fileName, contentType, bytes }: Attachment): void {
  if (bytes > files.maxBytes)
    throw new Refusal(
      'invalid',
      `attachments: "${fileName}" has ${bytes} bytes; this channel takes ${files.maxBytes}. Send a link, or a smaller file`,
    );
  if (files.types && !files.types.some((type) => contentType.startsWith(type)))
    throw new Refusal(
      'invalid',
      `attachments: "${fileName}" is ${contentType}; this channel takes ${files.types.join(', ')}. Convert it, or send it by mail`,
    );
}

/** Files in as many messages as they need. */
function fileMessages(limits: ChannelLimits, attachments: readonly Attachment[]): readonly Attachment[][] {
  if (attachments.length === 0) return [];
  const { files } = limits;
  if (!files) throw new Refusal('invalid', 'attachments: this channel takes no files; send a link, or answer by mail');
  for (const attachment of attachments) mustBeTaken(files, attachment);
  const messages = Math.ceil(attachments.length / files.perMessage);
  return Array.from({ length: messages }, (_, index) =>
    attachments.slice(index * files.perMessage, (index + 1) * files.perMessage),
  );
}

/** The messages that a reply becomes on its channel, or why the channel does not take it. */
export function planReply(limits: ChannelLimits, reply: PlannedMessage): readonly PlannedMessage[] {
  const text = reply.text.trim();
  if (limits.maxText === 0)
    throw new Refusal('conflict', 'this channel cannot be answered in writing; call back, or use another channel');
  const length = lengthOf(text, limits.countedIn);
  if (length > limits.maxText && limits.longText === 'refuse')
    throw new Refusal(
      'invalid',
      `text: ${length} ${limits.countedIn === 'bytes' ? 'bytes' : 'characters'}; this channel takes ${limits.maxText}. Shorten it, or answer by mail`,
    );
  const texts = splitText(text, limits);
  const [first = [], ...others] = fileMessages(limits, reply.attachments);
  const together = limits.files?.withText && texts.length > 0;
  const last = texts.at(-1) ?? '';
  const withFiles = together ? [{ text: last, attachments: first }] : [];
  const alone = (together ? texts.slice(0, -1) : texts).map((piece) => ({ text: piece, attachments: [] }));
  const rest = (together ? others : [first, ...others]).filter((files) => files.length > 0);
  return [...alone, ...withFiles, ...rest.map((attachments) => ({ text: '', attachments }))];
}
