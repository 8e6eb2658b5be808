import type { Part } from '#domain/channels/part.ts';
import { mediaTypes } from './media.ts';
import type { LineEvent, LineMessage } from './payload.ts';

type Content = { readonly text: string; readonly parts: readonly Part[] };

/** What a message says, without its file. */
export function contentOf(message: LineMessage): Content {
  if (message.type === 'text') return { text: message.text ?? '', parts: [] };
  return { text: '', parts: partsOf(message) };
}

function partsOf(message: LineMessage): readonly Part[] {
  if (message.type === 'sticker') return [sticker(message)];
  if (message.type === 'location') return [location(message)];
  if (!mediaTypes.includes(message.type)) return [{ kind: 'unsupported', type: message.type }];
  const url = message.contentProvider?.originalContentUrl;
  // At a host of somebody else's, so it is shown as a link and never fetched.
  return url && URL.canParse(url) ? [{ kind: 'reference', what: 'link', title: message.type, url }] : [];
}

/** A message sticker has words of the customer's own; the others have keywords, which LINE picks at random. */
function sticker({ text, keywords = [] }: LineMessage): Part {
  const name = text || keywords.slice(0, 3).join(', ');
  return { kind: 'sticker', ...(name === '' ? {} : { name }) };
}

function location({ latitude, longitude, title, address }: LineMessage): Part {
  if (latitude === undefined || longitude === undefined) return { kind: 'unsupported', type: 'location' };
  return {
    kind: 'location',
    latitude,
    longitude,
    ...(title ? { name: title } : {}),
    ...(address ? { address } : {}),
  };
}

/** A button of ours that was pressed; with a date picker, what was picked. */
export const choiceOf = ({ data, params = {} }: NonNullable<LineEvent['postback']>): Part => ({
  kind: 'choice',
  title: Object.values(params).join(' ') || data,
  id: data,
});
