import type { Part } from '#domain/channels/part.ts';
import type { ViberMessage } from './payload.ts';

export const mediaTypes: readonly string[] = ['picture', 'video', 'file'];

/** What a message says, without its file. */
export function contentOf(message: ViberMessage): { readonly text: string; readonly parts: readonly Part[] } {
  const text = message.text ?? '';
  if (message.type === 'text' || mediaTypes.includes(message.type)) return { text, parts: [] };
  const part = partOf(message);
  return { text: part.kind === 'reference' && text === part.url ? '' : text, parts: [part] };
}

function partOf(message: ViberMessage): Part {
  const { type, media = '' } = message;
  if (type === 'sticker') return { kind: 'sticker' };
  if (type === 'location' && message.location) return place(message.location);
  if (type === 'contact' && message.contact) return contact(message.contact);
  if (type === 'url' && URL.canParse(media)) return { kind: 'reference', what: 'link', url: media };
  return { kind: 'unsupported', type };
}

const place = ({ lat, lon, address }: NonNullable<ViberMessage['location']>): Part => ({
  kind: 'location',
  latitude: lat,
  longitude: lon,
  ...(address ? { address } : {}),
});

const contact = ({ name = '', phone_number: phone }: NonNullable<ViberMessage['contact']>): Part => ({
  kind: 'contact',
  name,
  phones: phone ? [phone] : [],
  emails: [],
});
