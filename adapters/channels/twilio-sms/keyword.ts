import type { InboundMessage } from '#domain/channels/inbound-message.ts';

type Keyword = NonNullable<InboundMessage['keyword']>;

/** The words that Twilio acts on by default; https://help.twilio.com/articles/223134027, read 2026-11-21. */
const words: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT'],
  start: ['START', 'YES', 'UNSTOP'],
  help: ['HELP', 'INFO'],
};

const keywords = ['stop', 'start', 'help'] as const;

/** What Twilio took a text for: as it says itself with Advanced Opt-Out, else by a text that is one default word and nothing more. */
export function keywordOf(body: string, optOutType: string | undefined): Keyword | undefined {
  const said = keywords.find((keyword) => keyword === optOutType?.toLowerCase());
  const word = body.trim().toUpperCase();
  return said ?? keywords.find((keyword) => words[keyword].includes(word));
}
