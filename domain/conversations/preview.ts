import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Part } from '../channels/part.ts';

/** Characters of a message that lists show. */
const previewLength = 120;

export const shortened = (text: string): string =>
  [...text.replace(/\s+/g, ' ').trim()].slice(0, previewLength).join('');

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
