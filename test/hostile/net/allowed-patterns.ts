import { englishPhrases } from '#adapters/embedded-analysis/english-phrases.ts';
import type { FoundPattern } from './find-patterns.ts';

export type KnownPattern = Extract<FoundPattern, { readonly kind: 'known' }>;

/** Where a pattern is made of what is not written in its place, and why that is safe. A new place has to be added here. */
export const safeBecause: Readonly<Record<string, string>> = {
  "adapters/channels/email/html-text.ts: new RegExp(closer, 'gi')":
    'closers are "-->", ">" and "</" with one of five names and a boundary: no part repeats',
  'adapters/channels/shared/opt-out.ts: new RegExp(`^(?:${source})$`)':
    'made of the other patterns of the file, and checked so below',
  'adapters/channels/twilio-voice/payload.ts: new RegExp(`^${kind}[0-9a-fA-F]{32}$`)':
    'the kind is two letters: a sample is checked below',
  "adapters/embedded-analysis/english-phrases.ts: new RegExp(englishPhrases.map(({ pattern }) => pattern.source).join('|'), 'i')":
    'made of the other patterns of the file, none of which repeats without an end; tried below together',
  'local/channels/x-stand-in.ts: new RegExp(`${name}="([^"]*)"`)':
    'names of OAuth parameters, on the local system only: a sample is checked below',
  "local/http/routes.ts: new RegExp(`^${path.replaceAll(/\\{(\\w+)(\\+?)\\}/g, (_, name, rest) => `(?<${name}>${rest ? '.+' : '[^/]+'})`)}$`)":
    "made of the catalogue's own paths: the widest is checked below",
  'web/console/connections/json-schema.ts: new RegExp(String(pattern))':
    'made of the JSON schema of our own zod schemas, whose patterns are all in adapters/',
};

const made = (place: string, source: string, flags = ''): KnownPattern => ({
  kind: 'known',
  file: place,
  place,
  written: source,
  source,
  flags,
});

/** What the places above make, as far as it repeats anything. */
export const madePatterns = (found: readonly FoundPattern[]): readonly KnownPattern[] => [
  ...found
    .flatMap((one) => (one.kind === 'known' && one.file === 'adapters/channels/shared/opt-out.ts' ? [one] : []))
    .filter(({ source }) => !source.startsWith('^') && !source.startsWith('['))
    .map(({ place, source }) => made(place, `^(?:${source})$`)),
  made(
    'adapters/embedded-analysis/english-phrases.ts',
    englishPhrases.map(({ pattern }) => pattern.source).join('|'),
    'i',
  ),
  made('adapters/channels/twilio-voice/payload.ts', '^CA[0-9a-fA-F]{32}$'),
  made('adapters/channels/email/html-text.ts', '</script(?=[\\s/>])', 'gi'),
  made('local/channels/x-stand-in.ts', 'oauth_nonce="([^"]*)"'),
  made('local/http/routes.ts', '^/chat/(?<connectionId>[^/]+)/(?<path>.+)$'),
];
