import type { Channel, Presence, Priority } from '../api/types.ts';

export const channelNames: Record<Channel, string> = {
  email: 'e-mail',
  sms: 'text message',
  rcs: 'RCS',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  facebook: 'Facebook',
  instagram: 'Instagram',
  telegram: 'Telegram',
  slack: 'Slack',
  line: 'LINE',
  viber: 'Viber',
  x: 'X',
  mastodon: 'Mastodon',
  voice: 'phone',
  video: 'video call',
  'in-person': 'in person',
  chat: 'web chat',
  app: 'app',
  form: 'web form',
  webhook: 'another system',
  review: 'review',
};

const publicWords: Partial<Record<Channel, string>> = {
  facebook: 'Public Facebook comment',
  instagram: 'Public Instagram comment',
  x: 'Public post on X',
  mastodon: 'Public Mastodon post',
  review: 'Public review',
};

/** What everybody can read, by the word of its channel. */
export const publicWord = (channel: Channel): string => publicWords[channel] ?? 'Public comment';

export const priorityNames: Record<Priority, string> = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' };
export const presenceNames: Record<Presence, string> = { available: 'Available', away: 'Away', offline: 'Offline' };

/** Up to two initials; never empty. */
export const initials = (name: string): string => {
  const words = name
    .trim()
    .split(/[\s@.+_-]+/)
    .filter(Boolean);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
};

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

export const languageName = (tag: string): string => {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
};

export const byteSize = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The first letter as at the beginning of a sentence. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
