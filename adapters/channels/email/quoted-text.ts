/** `full` is set when something was folded away. */
type Folded = { readonly text: string; readonly full?: string };

/** A line longer than this is prose, whatever it begins with; it also bounds the work of each pattern. */
const headerCharacters = 400;
const signatureLines = 20;

/**
 * Takes quoted text and signatures away from an answer. Never leaves nothing: mail that is all quote is kept whole,
 * and so is what follows "Forwarded message", which is what the customer wants to show.
 */
export const foldQuotedText = (original: string): Folded => {
  const full = original.trim();
  const lines = full.split('\n');
  const forward = lines.findIndex(isForwardMark);
  const own = forward < 0 ? lines : lines.slice(0, forward);
  const answer = withoutSignature(withoutQuotes(own)).join('\n').trim();
  const forwarded = forward < 0 ? '' : lines.slice(forward).join('\n');
  const text = [answer, forwarded].filter(Boolean).join('\n\n');
  return text && text !== full ? { text: collapse(text), full } : { text: full };
};

const collapse = (text: string): string => text.replaceAll(/\n{3,}/g, '\n\n');

const forwardMark =
  /^(-{2,} ?(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht) ?-{2,}|(begin forwarded message|anfang der weitergeleiteten (nachricht|e-mail)|début du message (réexpédié|transféré)|inicio del mensaje reenviado) ?:)$/i;
const isForwardMark = (line: string): boolean => isShort(line) && forwardMark.test(line.trim());

const isShort = (line: string): boolean => line.length <= headerCharacters;
const isQuoted = (line: string): boolean => line.startsWith('>');
const isBlank = (line: string): boolean => line.trim() === '';

/**
 * "On 3 May 2026 at 10:02, Ada wrote:", as the mailers of each language put it: how the line begins and how it ends.
 * Two simple patterns each rather than one, so that no line takes longer than its length. All end in a colon.
 */
const attributions: readonly (readonly [RegExp, RegExp])[] = [
  [/^on /i, /\bwrote ?:$/i],
  [/^am /i, /\bschrieb\b/i],
  [/^le /i, /\ba écrit ?:$/i],
  [/^el /i, /\b(escribió|ha escrit) ?:$/i],
  [/^il /i, /\bha scritto ?:$/i],
  [/^op /i, /\b(schreef|geschreven)\b/i],
  [/^(em|no dia) /i, /\bescreveu ?:$/i],
  [/^den /i, /\bskrev\b/i],
  [/^(w dniu|dnia) /i, /\b(pisze|napisał(\(a\)|a)?) ?:$/i],
  [/^在/, /写道[:：]$/],
  [/^\d{4}[-/.年]/, /> ?[:：]$/],
  [/^[^>]/, /> ?(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev)\b/i],
];
const attributionStart = /^(on|am|le|el|il|op|em|no dia|den|w dniu|dnia|在|\d{4}[-/.年])/i;

/** Every attribution names a day, a time or an address; prose that ends in "and she wrote:" mostly does not. */
const isAttribution = (line: string): boolean =>
  /[\d@]/.test(line) &&
  /[:：]$/.test(line) &&
  attributions.some(([begins, ends]) => begins.test(line) && ends.test(line));

/** How many lines from `at` form an attribution; mailers wrap it over up to four. */
const attributionLines = (lines: readonly string[], at: number): number => {
  const first = lines[at]?.trim() ?? '';
  const reach = attributionStart.test(first) ? 4 : 1;
  for (let count = 1; count <= reach; count += 1) {
    const joined = lines
      .slice(at, at + count)
      .join(' ')
      .trim();
    if (joined.length > headerCharacters) return 0;
    if (isAttribution(joined)) return count;
  }
  return 0;
};

const originalMark =
  /^-{2,} ?(original message|original-nachricht|ursprüngliche nachricht|ursprüngliche mail|message d'origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|reply message) ?-{2,}$/i;
const outlookFrom = /^\*?(from|von|de|da|van|från|fra)\*? ?:\*? ?\S/i;
const outlookField =
  /^\*?(sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|date d'envoi|à|objet|enviado|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|assunto|skickat|till|ämne)\*? ?:\*?( |$)/i;

/** Outlook quotes without marks: a block of From, Sent, To and Subject, and after it the other mail. */
const isOutlookBlock = (lines: readonly string[], at: number): boolean => {
  if (!outlookFrom.test(lines[at]?.trim() ?? '')) return false;
  const fields = lines.slice(at + 1, at + 7).filter((line) => isShort(line) && outlookField.test(line.trim()));
  return fields.length >= 2;
};

const isUnmarkedQuote = (lines: readonly string[], at: number): boolean => {
  const line = lines[at] ?? '';
  if (!isShort(line)) return false;
  if (originalMark.test(line.trim())) return true;
  const next = /^_{10,}$/.test(line.trim()) ? at + 1 : at;
  return isOutlookBlock(lines, isBlank(lines[next] ?? '') ? next + 1 : next);
};

/**
 * Without the quoted lines. After an attribution, lines marked ">" go and answers between and below them stay;
 * where nothing is marked, all that follows is quote.
 */
const withoutQuotes = (lines: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const attribution = attributionLines(lines, at);
    const isUnmarked = attribution > 0 ? !isFollowedByMarks(lines, at + attribution) : isUnmarkedQuote(lines, at);
    if (isUnmarked) return kept;
    const line = lines[at] ?? '';
    if (attribution === 0 && !isQuoted(line)) kept.push(line);
    at += Math.max(1, attribution);
  }
  return kept;
};

const isFollowedByMarks = (lines: readonly string[], from: number): boolean => {
  const next = lines.slice(from, from + 5).find((line) => !isBlank(line));
  return next !== undefined && isQuoted(next);
};

const mobile =
  /^(sent from (my |outlook|yahoo|mail for|proton)|get outlook for|von meinem .{2,40} gesendet|gesendet (von|mit) |envoyé (de|depuis) mon|enviado desde mi|inviato da(l mio)? |verzonden vanaf mijn|enviado do meu|skickat från min)/i;

/** "-- " (RFC 3676 section 4.3) begins a signature; phones end with an advertisement instead. */
const withoutSignature = (lines: readonly string[]): readonly string[] => {
  const dashes = lines.findIndex((line, at) => /^-- ?$/.test(line) && lines.length - at <= signatureLines);
  const signed = dashes < 0 ? lines : lines.slice(0, dashes);
  const written = signed.filter((line) => !isBlank(line)).length;
  let seen = 0;
  return signed.filter((line) => {
    if (!isBlank(line)) seen += 1;
    const isLast = seen > written - 2;
    return !(isLast && isShort(line) && mobile.test(line.trim()));
  });
};
