import type { ChannelLimits } from '#domain/channels/limits.ts';
import { lengthOf, planReply, splitText } from '#domain/channels/plan-reply.ts';
import type { ReplyOption } from '../api/types.ts';
import { byteSize, channelNames, plural } from './words.ts';

/** A file as far as a channel's limits ask about it. */
export type FileFacts = { readonly fileName: string; readonly contentType: string; readonly bytes: number };
type Limits = Pick<ReplyOption, 'channel' | 'maxText' | 'countedIn' | 'longText' | 'files'>;

const limitsOf = ({ maxText, countedIn, longText, files }: Limits): ChannelLimits => {
  const limits = { maxText, countedIn, longText, opens: true };
  if (!files) return limits;
  const { types, ...others } = files;
  // The contract says "any type" by none, the domain by no list.
  return { ...limits, files: types.length > 0 ? files : others };
};

export type TextSize = {
  readonly length: number;
  /** What the channel takes in one message. */
  readonly most: number;
  readonly unit: 'characters' | 'bytes';
  /** Messages that the text becomes. */
  readonly messages: number;
  /** So much has to go before the channel takes it. */
  readonly over: number;
};

/** How long a text is as its channel counts, and what becomes of it there. */
export const textSize = (text: string, limits: Limits): TextSize => {
  const length = lengthOf(text.trim(), limits.countedIn);
  const isOver = length > limits.maxText;
  const splits = isOver && limits.longText === 'split';
  return {
    length,
    most: limits.maxText,
    unit: limits.countedIn === 'bytes' ? 'bytes' : 'characters',
    messages: splits ? splitText(text, limitsOf(limits)).length : Math.min(1, length),
    over: isOver && !splits ? length - limits.maxText : 0,
  };
};

/** Messages that text and files become together, provided that the channel takes them. */
export const messageCount = (text: string, files: readonly FileFacts[], limits: Limits): number => {
  if (textSize(text, limits).over > 0 || files.some((file) => fileRefusal(file, limits))) return 0;
  const attachments = files.map((file, index) => ({ ...file, id: String(index), key: '' }));
  return planReply(limitsOf(limits), { text, attachments }).length;
};

const kindNames: Readonly<Record<string, string>> = {
  'image/': 'pictures',
  'video/': 'videos',
  'audio/': 'sound',
  'text/': 'text files',
  'application/': 'documents',
};

/** "image/" and "application/pdf" as people say it: pictures, PDF. */
const typeWord = (type: string): string =>
  kindNames[type] ?? (type.split('/')[1] ?? type).replace(/^x-/, '').toUpperCase();

const sentence = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Why a channel does not take a file, in words; nothing where it does. */
export const fileRefusal = ({ fileName, contentType, bytes }: FileFacts, limits: Limits): string | undefined => {
  const { files } = limits;
  const name = channelNames[limits.channel];
  if (!files) return `No files can be sent by ${name}. Send a link instead.`;
  if (bytes === 0) return `“${fileName}” is empty.`;
  if (bytes > files.maxBytes)
    return `“${fileName}” is too large: ${byteSize(bytes)}, and ${name} takes ${byteSize(files.maxBytes)}.`;
  if (files.types.length === 0 || files.types.some((type) => contentType.startsWith(type))) return undefined;
  return `“${fileName}” cannot be sent by ${name}: it takes ${sentence([...new Set(files.types.map(typeWord))])}.`;
};

/** Why a text cannot be sent as it is. */
export const textRefusal = (text: string, limits: Limits): string | undefined => {
  const { over, unit, most } = textSize(text, limits);
  return over === 0 ? undefined : `${plural(over, unit.slice(0, -1))} too many: at most ${most}.`;
};
