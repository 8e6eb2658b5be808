import * as z from 'zod';
import type { InboundMessage } from '../channels/inbound-message.ts';
import type { Conversation } from './conversation.ts';

export const $ContinuityRules = z.object({
  id: z.literal('continuity'),
  /** May a message continue what the same customer has running on another channel? `same-topic`: when it is about the same. */
  acrossChannels: z.enum(['never', 'same-topic', 'always']),
  /** Hours since the other conversation was last active. */
  withinHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90),
});
/** When a customer who changes channels stays in the same conversation. */
export type ContinuityRules = z.infer<typeof $ContinuityRules>;

export const continuityByDefault: ContinuityRules = {
  id: 'continuity',
  acrossChannels: 'same-topic',
  withinHours: 72,
};

/** Letters and digits, and hyphens between them. */
const chunk = /[\p{L}\d]+(?:-+[\p{L}\d]+)*/gu;
const word = /\p{L}{4,}/gu;
/** Words that say nothing of a topic, in the languages of our larger customers. */
const empty = new Set(
  'about after again also because been before could days does hello have here just know like more much need only order other please same should some still thank thanks that their them then there they this today very want were what when where which will with would your aber auch bitte danke dass doch eine einen haben hallo heute ihre immer kann mein meine mich nicht noch oder schon sich sind über wann warum werden wird wurde avec bonjour dans elle merci mais mon nous pour quand sont vous votre como cuando donde este gracias hola para pero porque quiero'.split(
    ' ',
  ),
);
const sharedWordsNeeded = 2;
const shareOfWordsNeeded = 0.3;

const found = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([match]) => match.toLowerCase())),
];
const inBoth = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((one) => others.includes(one));

/** Order numbers, invoice numbers, dates written together: four digits in a row and what clings to them. */
const referencesIn = (text: string): readonly string[] => found(text, chunk).filter((one) => /\d{4}/.test(one));

const wordsOf = (text: string): readonly string[] => found(text, word).filter((one) => !empty.has(one));

const textOf = (message: InboundMessage): string => `${message.subject ?? ''} ${message.text}`.slice(0, 2000);
const topicOf = (conversation: Conversation): string =>
  `${conversation.subject} ${conversation.lastMessage?.preview ?? ''}`;

/** Why a text is about what a conversation is about; undefined when nothing shows it. */
export function sameTopic(message: InboundMessage, conversation: Conversation): string | undefined {
  const [text, topic] = [textOf(message), topicOf(conversation)];
  const [number] = inBoth(referencesIn(text), referencesIn(topic));
  if (number) return `both name ${number}`;
  const [said, known] = [wordsOf(text), wordsOf(topic)];
  const shared = inBoth(said, known);
  const smaller = Math.min(said.length, known.length);
  const isEnough = shared.length >= sharedWordsNeeded && shared.length / smaller >= shareOfWordsNeeded;
  return isEnough ? `both speak of ${shared.slice(0, 3).join(', ')}` : undefined;
}

const hoursBetween = (earlier: string, later: string): number =>
  Math.abs(Date.parse(later) - Date.parse(earlier)) / 3_600_000;

/** Calls have no words to compare; so have pictures and stickers. */
const isWordless = (message: InboundMessage): boolean =>
  wordsOf(textOf(message)).length === 0 || message.channel === 'voice';

export type Continuing = { readonly conversation: Conversation; readonly reason: string };

/** The running conversation on another channel that a message continues, by the rules, with the reason shown to people. */
export function continuedByTopic(
  rules: ContinuityRules,
  message: InboundMessage,
  candidates: readonly Conversation[],
): Continuing | undefined {
  if (rules.acrossChannels === 'never' || message.isPublic || message.automatic) return undefined;
  const running = candidates.filter(
    (one) => one.stage.status !== 'resolved' && hoursBetween(one.lastActivityAt, message.sentAt) <= rules.withinHours,
  );
  const [only, another] = running;
  if (only && rules.acrossChannels === 'always')
    return {
      conversation: only,
      reason: `same customer, ${only.channel} before; conversations continue on any channel`,
    };
  if (only && !another && isWordless(message))
    return {
      conversation: only,
      reason: `same customer, and this conversation by ${only.channel} is the only one running`,
    };
  for (const conversation of running) {
    const why = sameTopic(message, conversation);
    if (why) return { conversation, reason: `same customer, ${conversation.channel} before; ${why}` };
  }
  return undefined;
}
