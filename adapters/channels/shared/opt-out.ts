/**
 * Sentences by which a person in the United States revokes consent to texts as clearly as with STOP. Since 2025-04-11
 * any words count that a reasonable person understands as such: 47 CFR 64.1200(a)(10). Only what cannot mean anything else
 * is taken: whoever is taken for opted out cannot be answered, and "please stop charging me" wants an answer.
 */
const messages = '(?:texts|text messages|messages|sms|sms messages|texting|messaging)';
const which =
  '(?:all |any |any more |more |the |these |those |this |your |all your |all these |me |me any |me any more |me more |me these |me your )?';
const whom = '(?: me| us| this number| my number| my phone| this phone)?';

/** Enough by themselves, with a please; with more around them they may be about an order. */
const word =
  /(?:(?:please|pls|plz|just) )?(?:stop|unsubscribe|optout|opt out|revoke)(?: (?:please|pls|plz|now|thanks|thank you))*/;

const sentences: readonly RegExp[] = [
  new RegExp(`(?:stop|quit) (?:texting|messaging)${whom}`),
  new RegExp(`(?:stop|quit|end) (?:sending )?${which}${messages}(?: to me)?`),
  /(?:stop|quit) (?:contacting|spamming) (?:me|us|this number)/,
  /(?:do not|don't|dont|never) (?:text|message|sms|contact) (?:me|us|this number|my number|my phone)/,
  new RegExp(`(?:do not|don't|dont|never) send ${which}${messages}`),
  new RegExp(`no more ${messages}`),
  new RegExp(`(?:i )?(?:do not|don't|dont|no longer) want (?:to (?:receive|get) )?${which}${messages}(?: from you)?`),
  /(?:unsubscribe|opt out|remove) (?:me|my number|this number)/,
  /opt (?:me|us|this number|my number) out/,
  new RegExp(`(?:unsubscribe|opt out|opt me out|unsubscribe me) (?:from|of) ${which}${messages}`),
  /(?:remove|take|delete) (?:me|my number|this number) (?:from|off|off of) (?:your|this|the) (?:text |texting |sms |message |messaging |marketing |mailing |contact |call )?lists?/,
  /i (?:want to |would like to |wish to |hereby )?(?:unsubscribe|opt out|revoke (?:my )?consent|withdraw (?:my )?consent)/,
];

/** What says the same with more or fewer manners. */
const before =
  /^(?:(?:please|pls|plz|hi|hello|hey|ok|okay|just|kindly|sorry|again|can you|could you|will you|would you|you must|i (?:already )?(?:said|told you to|asked you to)|i want you to|i'd like you to|i need you to) )+/;
const after =
  'please|pls|plz|right now|now|immediately|asap|forever|again|anymore|any more|already|ok|okay|thanks|thank you|thx'.split(
    '|',
  );

/** Nobody needs more for it; a longer text says something that wants to be read. */
const longest = 100;

const whole = ({ source }: RegExp) => new RegExp(`^(?:${source})$`);
const wholeWord = whole(word);
const wholeSentences = sentences.map(whole);

/** Does this text, and nothing more, ask for an end to all texts? */
export function isOptOutSentence(text: string): boolean {
  if (text.length > longest) return false;
  const words = text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
  const core = withoutManners(words.replace(before, ''));
  return wholeWord.test(words) || wholeSentences.some((sentence) => sentence.test(core));
}

/** Word by word from the end: a pattern for all of them would begin anew at each of a thousand thanks. */
function withoutManners(words: string): string {
  let rest = words;
  for (let last = mannersOf(rest); last !== undefined; last = mannersOf(rest)) rest = rest.slice(0, -last.length - 1);
  return rest;
}

const mannersOf = (words: string): string | undefined => after.find((manners) => words.endsWith(` ${manners}`));
