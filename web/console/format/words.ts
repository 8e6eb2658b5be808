import type { Channel, Presence, Priority } from '../api/types.ts';

export const channelNames: Record<Channel, string> = { email: 'e-mail', sms: 'text message' };
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
