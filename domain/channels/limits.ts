import type { Channel, Provider } from './channel.ts';
import type { Target } from './delivery.ts';

export type FileLimits = {
  /** Files that one message carries; more become messages of their own. */
  readonly perMessage: number;
  /** May text go along in the same message? */
  readonly withText: boolean;
  readonly maxBytes: number;
  /** Beginnings of content types that are taken; anything when absent. */
  readonly types?: readonly string[];
};

export type Window = {
  /** Hours after the customer's last message in which anything may be written. */
  readonly hours: number;
  /** What may be written afterwards. `people`: what a person writes, for so many hours more in all. */
  readonly afterwards: 'template' | 'nothing' | { readonly people: number };
};

export type ChannelLimits = {
  readonly maxText: number;
  /** In what `maxText` is counted. */
  readonly countedIn: 'characters' | 'utf16' | 'bytes';
  /** What becomes of a longer text. */
  readonly longText: 'split' | 'refuse';
  readonly files?: FileLimits;
  readonly window?: Window;
  readonly templates?: true;
  /** The business may write first. Elsewhere the customer has to. */
  readonly opens: boolean;
  /** Messages a second that one connection may send; the rest wait. */
  readonly perSecond?: number;
};

const MB = 1_000_000;
const pictures = ['image/jpeg', 'image/png'];

const twilioText: ChannelLimits = {
  maxText: 1600,
  countedIn: 'utf16',
  longText: 'refuse',
  files: {
    perMessage: 10,
    withText: true,
    maxBytes: 5 * MB,
    types: ['image/', 'video/', 'audio/', 'application/pdf', 'text/'],
  },
  opens: true,
};

/** Shared by the three ways to WhatsApp; https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media. */
const whatsApp: ChannelLimits = {
  maxText: 4096,
  countedIn: 'characters',
  longText: 'split',
  files: {
    perMessage: 1,
    withText: false,
    maxBytes: 100 * MB,
    types: [...pictures, 'audio/', 'video/mp4', 'video/3gpp', 'application/', 'text/plain'],
  },
  window: { hours: 24, afterwards: 'template' },
  templates: true,
  opens: true,
};

/** HUMAN_AGENT: a person may answer for seven days; https://developers.facebook.com/docs/messenger-platform/policy/policy-overview. */
const metaWindow: Window = { hours: 24, afterwards: { people: 7 * 24 } };

const comment: ChannelLimits = { maxText: 8000, countedIn: 'characters', longText: 'refuse', opens: false };
const unlimited: ChannelLimits = { maxText: 100_000, countedIn: 'characters', longText: 'refuse', opens: false };

/** What one provider takes on one channel. Sources are named on each channel's page in docs/channels/. */
const byProvider: Readonly<Record<Provider, ChannelLimits>> = {
  'ses-email': { ...unlimited, opens: true, files: { perMessage: 20, withText: true, maxBytes: 7 * MB } },
  'twilio-sms': twilioText,
  'aws-sms': {
    ...twilioText,
    files: { perMessage: 1, withText: true, maxBytes: 2 * MB, types: [...pictures, 'image/gif'] },
  },
  'meta-whatsapp': { ...whatsApp, perSecond: 80 },
  'twilio-whatsapp': {
    ...whatsApp,
    maxText: 1600,
    files: { perMessage: 1, withText: false, maxBytes: 16 * MB },
    perSecond: 80,
  },
  'aws-whatsapp': { ...whatsApp, perSecond: 80 },
  messenger: {
    maxText: 2000,
    countedIn: 'characters',
    longText: 'split',
    files: { perMessage: 1, withText: false, maxBytes: 25 * MB },
    window: metaWindow,
    opens: false,
  },
  instagram: {
    maxText: 1000,
    countedIn: 'bytes',
    longText: 'split',
    files: {
      perMessage: 1,
      withText: false,
      maxBytes: 25 * MB,
      types: ['image/', 'video/', 'audio/', 'application/pdf'],
    },
    window: metaWindow,
    opens: false,
  },
  telegram: {
    maxText: 4096,
    countedIn: 'utf16',
    longText: 'split',
    files: { perMessage: 1, withText: false, maxBytes: 50 * MB },
    opens: false,
    perSecond: 30,
  },
  slack: {
    maxText: 4000,
    countedIn: 'characters',
    longText: 'split',
    files: { perMessage: 10, withText: true, maxBytes: 100 * MB },
    opens: true,
    perSecond: 1,
  },
  line: {
    maxText: 5000,
    countedIn: 'utf16',
    longText: 'split',
    files: {
      perMessage: 1,
      withText: false,
      maxBytes: 10 * MB,
      types: [...pictures, 'video/mp4', 'audio/mp4', 'audio/x-m4a'],
    },
    opens: false,
  },
  viber: {
    maxText: 7000,
    countedIn: 'characters',
    longText: 'split',
    files: { perMessage: 1, withText: false, maxBytes: 50 * MB },
    opens: false,
  },
  x: {
    maxText: 10_000,
    countedIn: 'characters',
    longText: 'refuse',
    files: { perMessage: 1, withText: true, maxBytes: 5 * MB, types: [...pictures, 'image/webp'] },
    opens: false,
  },
  // 500, less the name of the person who is answered: at most 30 characters, an @ and a space.
  mastodon: { maxText: 468, countedIn: 'characters', longText: 'refuse', opens: false },
  'twilio-voice': { ...unlimited, maxText: 0 },
  'amazon-connect': { ...unlimited, maxText: 0 },
  'web-chat': { ...unlimited, maxText: 10_000, files: { perMessage: 10, withText: true, maxBytes: 20 * MB } },
  'in-app': {
    ...unlimited,
    maxText: 10_000,
    files: { perMessage: 10, withText: true, maxBytes: 20 * MB },
    opens: true,
  },
  // Answered by mail.
  'web-form': { ...unlimited, files: { perMessage: 20, withText: true, maxBytes: 7 * MB } },
  'generic-webhook': { ...unlimited, files: { perMessage: 10, withText: true, maxBytes: 20 * MB } },
  'google-play': { ...unlimited, maxText: 350 },
  'app-store': { ...unlimited, maxText: 5970 },
};

/** Where one provider carries channels with limits of their own. */
const byChannel: Readonly<Partial<Record<`${Provider}/${Channel}`, ChannelLimits>>> = {
  // RCS takes more; a phone that cannot be reached by it gets the same as SMS or MMS.
  'twilio-sms/rcs': { ...twilioText, files: { perMessage: 1, withText: true, maxBytes: 5 * MB } },
  'messenger/facebook': comment,
};

/** Where what everybody can read has limits of its own. Nothing there waits for a window. */
const inPublic: Readonly<Partial<Record<Provider, ChannelLimits>>> = {
  messenger: comment,
  instagram: { ...comment, maxText: 2200 },
  x: { ...byProvider.x, maxText: 4000 },
};

/** What one message may be; `maxText` 0 means that this channel cannot be answered in writing. */
export function limitsOf(
  provider: Provider,
  channel: Channel,
  visibility: 'private' | 'public' = 'private',
): ChannelLimits {
  const shown = visibility === 'public' ? inPublic[provider] : undefined;
  return shown ?? byChannel[`${provider}/${channel}`] ?? byProvider[provider];
}

/** Of a message that goes there. */
export const limitsFor = (provider: Provider, target: Pick<Target, 'channel' | 'isPublic'>): ChannelLimits =>
  limitsOf(provider, target.channel, target.isPublic ? 'public' : 'private');
