import type { InboundMessage } from '#domain/channels/inbound-message.ts';

export type Keyword = NonNullable<InboundMessage['keyword']>;

const keywords = ['stop', 'start', 'help'] as const;

/** Words that texts are understood by; https://help.twilio.com/articles/223134027, read 2026-11-21. */
const words: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT'],
  start: ['START', 'YES', 'UNSTOP'],
  help: ['HELP', 'INFO'],
};

/** What a text that is one such word and nothing more asks for. */
export function keywordOf(text: string, listed: typeof words = words): Keyword | undefined {
  const word = text.trim().toUpperCase();
  return keywords.find((keyword) => listed[keyword].includes(word));
}
