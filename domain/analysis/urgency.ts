/** Said to take the pressure off; taken out where somebody presses, so that "not urgent" does not count as "urgent". */
const calm = [
  /\b(?:not|isn't|nothing|never|hardly)\s+(?:(?:an|at all|that|so|very|really|super|too)\s+){0,2}urgent(?:ly)?\b/giu,
  /\bno\s+(?:urgency|emergency|rush|hurry)\b/giu,
  /\bno need to\b[^.!?\n]{0,40}/giu,
  /\bnicht\s+(?:(?:so|sehr|besonders|wirklich)\s+){0,2}(?:dringend\w*|eilig|sofort)/giu,
  /\bkein\w*\s+(?:eile|notfall)\b/giu,
  /\beilt nicht\b/giu,
  /\bpas\s+(?:(?:du tout|si|très|trop|vraiment)\s+)?(?:d')?urgen\w+/giu,
  /\b(?:rien d'urgent|aucune urgence)\b/giu,
  /\b(?:no|nada)\s+(?:(?:es|era|hay|tan|muy|nada)\s+){0,2}urgen\w+/giu,
];

const haste = [
  // English
  /\b(?:urgent(?:ly)?|urgency|asap|a\.s\.a\.p|emergency|immediately|straight ?away|right away|time[- ]sensitive)\b/iu,
  /\bas (?:soon|quickly|fast) as (?:possible|you can)\b/iu,
  /\b(?:running out of time|can(?:no|')t wait any longer)\b/iu,
  // German
  /\b(?:dringend\w*|eilt|eilig\w*|sofort|umgehend|schnellstm(?:ö|oe)glich|unverz(?:ü|ue)glich|notfall)\b/iu,
  /\bso (?:schnell|bald) wie m(?:ö|oe)glich\b/iu,
  // French
  /\b(?:urgente?s?|urgence|imm[ée]diatement|tout de suite|au plus vite|d[èe]s que possible)\b/iu,
  /\ble plus (?:vite|rapidement|t[ôo]t) possible\b/iu,
  // Spanish
  /\b(?:urgentemente|urgencia|inmediatamente|emergencia|cuanto antes|lo antes posible|de inmediato)\b/iu,
];

/** Whether the customer asks for haste, in English, German, French or Spanish words. */
export function isUrgent(text: string): boolean {
  const said = straightened(text);
  return presses(said) && presses(calm.reduce((rest, phrase) => rest.replace(phrase, ' '), said));
}

const presses = (text: string): boolean => haste.some((phrase) => phrase.test(text)) || hasDeadline(text);

const duty = /\b(?:need|must|have to)\b/giu;
const soon = /\b(?:today|tonight|right now|by tomorrow|within the hour)\b/iu;
/** Room for what is needed, and for the longest way to say when. */
const [needCharacters, soonCharacters] = [60, 15];

/** "I need the invoice by tomorrow": a duty, and within the same sentence and a few words a time that is near. */
const hasDeadline = (text: string): boolean =>
  [...text.matchAll(duty)].some((must) => {
    const from = must.index + must[0].length;
    const [sentence = ''] = text.slice(from, from + needCharacters + soonCharacters).split(/[.!?\n]/, 1);
    return soon.test(sentence);
  });

const straightened = (text: string): string => text.normalize('NFC').replaceAll('’', "'");
