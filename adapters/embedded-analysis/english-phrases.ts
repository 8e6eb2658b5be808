/** Phrases that mean something else than their words, each with AFINN points that stand in for them. */
export type Phrase = { readonly pattern: RegExp; readonly points: number };

const phrases = (points: number, ...patterns: RegExp[]): Phrase[] => patterns.map((pattern) => ({ pattern, points }));

/** Courtesy, which tells nothing of how the customer feels. */
const courtesy = phrases(
  0,
  /\b(?:kind|best|warm|warmest) (?:regards|wishes)\b/gi,
  /\bdear (?:sir|madam|team|all|support|\w+)\b/gi,
  /\bthank(?:s| you)(?: \w+){0,2} in advance\b/gi,
  /\b(?:i |we )?hope (?:you are|you're|this (?:email|message) finds you|all is)(?: doing)? well\b/gi,
  /\bgood (?:morning|afternoon|evening|day)\b/gi,
  /\b(?:would|'d) (?:like|love) (?:to|a|an|the|some|my)\b/gi,
  /\b(?:like to|looks? like|feels? like|sounds? like|something like)\b/gi,
  /\b(?:customer|after) care\b|\b(?:credit|gift|debit) (?:card|note)s?\b|\bfree (?:shipping|delivery|trial|returns?)\b/gi,
  /\bbest (?:way|time|option|place|address|number)\b/gi,
);

/** Relief, and praise in words that a word list reads as blame. */
const praise = [
  ...phrases(
    4,
    /\b(?:can(?:no|')t|couldn't|could not) (?:thank|recommend|praise|fault)\b(?:[^.!?]{0,30}\benough\b)?/gi,
    /\b(?:can(?:no|')t|couldn't|could not) (?:be|have been|ask for|have asked for)(?: any)? (?:happier|more|better)\b/gi,
    /\b(?:life ?saver|made my (?:day|week)|above and beyond|second to none|top[- ]notch|killing it|hats off)\b/gi,
  ),
  ...phrases(
    2.5,
    /\b(?:spot on|thumbs up|good as new|exactly what (?:i|we) (?:needed|wanted)|(?:five|5) stars|you (?:guys )?rock)\b/gi,
    /\bworks (?:like a charm|perfectly|great|fine|again|now|flawlessly)\b|\b(?:up and running|all sorted|all good)\b/gi,
    /\b(?:problem|issue)s? (?:is |has been |was |got )?(?:now )?(?:solved|resolved|fixed|sorted)\b/gi,
    /\bkeep (?:it up|up the good work)\b/gi,
  ),
  ...phrases(
    2,
    /\bnot (?:too |so |that |half |at all )?bad(?: at all)?\b/gi,
    /\b(?:can(?:no|')t complain|nothing to complain about)\b/gi,
    /\bnever (?:had|have) (?:any |a |an |one |a single )?(?:problem|issue|trouble|complaint|fault)s?\b/gi,
    /\b(?:no|zero|without (?:any|a)?) ?(?:complaints?|fuss|hassle|trouble|hitch(?:es)?|drama)\b/gi,
    /\bno (?:problems|issues)(?: at all| so far| whatsoever)?\b/gi,
  ),
  ...phrases(
    0.5,
    /\bthank(?:s| you)(?: \w+){0,2} for (?:your|the) (?:reply|response|email|message|answer|update)\b/gi,
    /\bno (?:problem|worries)\b/gi,
  ),
];

/** Complaint, in words that a word list reads as praise or does not read at all. */
const blame = [
  ...phrases(
    -4,
    /\bthank(?:s| you)(?: so much| a lot| very much)? for (?:nothing|wasting|ruining|ignoring|breaking|losing)\b/gi,
    /\b(?:great|good|nice|fine) (?:job|work) (?:losing|breaking|ruining|messing|ignoring)\b/gi,
    /\b(?:fed up|sick (?:and tired )?of|had enough|last straw|beyond a joke|waste of (?:time|money))\b/gi,
  ),
  ...phrases(
    -3,
    /\bno thanks to you\b|\b(?:what|is|are|such) a joke\b|\b(?:rip[- ]?off|ripped off|let (?:me|us) down|run ?around)\b/gi,
    /\bstill waiting\b|\bnever again\b|\bnot good enough\b|\bnot acceptable\b|\bstopped working\b/gi,
    /\bnever (?:arrived|came|showed up|turned up|received|heard back|got|answered|replied)\b/gi,
    /\b(?:nobody|no ?one) (?:\w+ )?(?:answers?|answered|replie[sd]|responds?|helps?|helped|cares?|called)\b/gi,
    /\b(?:charged|billed)(?: me| us)? (?:twice|double|again)\b|\bdouble[- ](?:charged|billed)\b/gi,
  ),
  ...phrases(
    -2.5,
    /\bstill (?:no|not|nothing|hasn't|haven't|isn't|aren't|doesn't|don't|can't|cannot|won't)\b(?! (?:problem|issue|complaint))(?: \w+)?/gi,
    /\b(?:does|do|did|has|have|will|wo|ca|is)(?:n't| not) (?:work|working|arrive|arrived|load|turn on|open|connect)\b/gi,
    /\bkeeps? (?:on )?(?:crashing|failing|dropping|disconnecting|freezing|happening|breaking|saying)\b/gi,
    /\b(?:how many times|how much longer|yet to (?:receive|hear|arrive))\b/gi,
    /\bfor the (?:second|third|fourth|fifth|umpteenth|nth) time\b/gi,
  ),
  ...phrases(
    -2,
    /\bwrong (?:item|order|size|colou?r|amount|address|product|one|part)\b|\bmoney back\b/gi,
    /\b(?:oh|how|yeah),? (?:great|wonderful|brilliant|lovely|nice|right)(?=\s*[,.!])/gi,
    /\b(?:days|weeks|months|hours) (?:late|overdue)\b/gi,
  ),
];

/** In the order they are looked for: blame first, because "thanks for nothing" holds a courtesy. */
export const englishPhrases: readonly Phrase[] = [...blame, ...praise, ...courtesy];

const anyPhrase = new RegExp(englishPhrases.map(({ pattern }) => pattern.source).join('|'), 'i');

/** Whether any of them is in a text: one look where they are fifty, and most clauses have none. */
export const hasPhrase = (text: string): boolean => anyPhrase.test(text);
