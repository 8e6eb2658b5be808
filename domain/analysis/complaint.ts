/** Words after which a wrong reading costs the business a customer or a lawsuit. */
const complaints = [
  // English
  /\b(?:refund|complain\w*|unacceptable|disgust\w*|furious|outrage\w*|disgrace\w*|terrible|appalling|worst|useless)\b/iu,
  /\b(?:lawyer|attorney|solicitor|ombudsman|sue|suing|legal action|chargeback|scam\w*|fraud\w*|never again)\b/iu,
  /\b(?:still waiting|broken|cancel (?:my|our|the) (?:account|subscription|contract|order)|money back)\b/iu,
  // German
  /\b(?:beschwer\w*|erstatt\w*|anwalt|betrug|inakzeptabel|unversch(?:ä|ae)mt\w*|entt(?:ä|ae)usch\w*|k(?:ü|ue)ndig\w*|kaputt|defekt)\b/iu,
  // French
  /\b(?:plainte|r[ée]clamation|rembours\p{L}*|avocat|arnaque|inacceptable|inadmissible|scandaleux|r[ée]silier|cass[ée]+)(?!\p{L})/iu,
  // Spanish
  /\b(?:queja\p{L}*|reclama\p{L}*|reembolso|abogad[oa]|estafa\p{L}*|inaceptable|verg(?:ü|u)enza|defectuos[oa]|devoluci[óo]n)(?!\p{L})/iu,
];

/** Whether the text holds a word of complaint, so that a wrong reading of it would cost much. */
export function soundsLikeComplaint(text: string): boolean {
  const composed = text.normalize('NFC');
  return complaints.some((words) => words.test(composed));
}
