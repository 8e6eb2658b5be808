import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Part } from '../channels/part.ts';

/** Characters of a message that lists show. */
const previewLength = 120;

/** Of a long text only the beginning is looked at; white space in it may shrink, a character has two units at most. */
const lookedAt = 2000;

/** The first characters of a text in one line, none of them cut in half. */
export const beginningOf = (text: string, characters: number): string => {
  const line = text.trimStart().slice(0, lookedAt).replace(/\s+/g, ' ').trim();
  if (line.length <= characters) return line;
  const units = line.slice(0, characters);
  return /[\ud800-\udfff]/.test(units) ? [...line.slice(0, 2 * characters)].slice(0, characters).join('') : units;
};

export const shortened = (text: string): string => beginningOf(text, previewLength);

function wordsOfPart(part: Part): string {
  switch (part.kind) {
    case 'location':
      return `📍 ${part.name ?? part.address ?? 'a place'}`;
    case 'contact':
      return `👤 ${part.name}`;
    case 'choice':
      return part.title;
    case 'answers':
      return part.fields.map(({ name, value }) => `${name}: ${value}`).join(', ');
    case 'reference':
      return part.title ?? part.text ?? part.what;
    case 'sticker':
      return part.emoji ?? part.name ?? 'a sticker';
    case 'rating':
      return '★'.repeat(part.stars);
    case 'call':
      return `📞 ${part.outcome}`;
    case 'unsupported':
      return `(${part.type}: not shown here)`;
  }
}

type Shown = Pick<InboundMessage, 'text' | 'parts' | 'attachments'>;

/** What lists show of a message: its text, else what it is made of. */
export function previewOf({ text, parts = [], attachments }: Shown): string {
  if (text.trim() !== '') return shortened(text);
  const words = [...parts.map(wordsOfPart), ...attachments.map(({ fileName }) => `📎 ${fileName}`)];
  return shortened(words.join(' · '));
}
