import { type Keyword, keywordOf } from '#adapters/channels/shared/keyword.ts';
import { isOptOutSentence } from '#adapters/channels/shared/opt-out.ts';

/** In a chat, END, YES or HELP are words of a conversation; these are not. WhatsApp itself does nothing on them. */
const words = { stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT'], start: ['START', 'UNSTOP'], help: [] } as const;

/** What a customer asks for who writes such a word, or says so in a sentence. */
export const askedBy = (text: string): Keyword | undefined =>
  keywordOf(text, words) ?? (isOptOutSentence(text) ? 'stop' : undefined);
