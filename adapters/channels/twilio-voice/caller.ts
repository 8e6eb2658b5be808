import type { Sender } from '#domain/channels/inbound-message.ts';

/**
 * What Twilio shows for callers who hide their number: words, or the words spelled on a keypad (ANONYMOUS, RESTRICTED,
 * BLOCKED, UNKNOWN, UNAVAILABLE); https://help.twilio.com/articles/223179988, read 2026-11-22.
 */
const hidden = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);
const number = /^\+[1-9]\d{5,14}$/;

/** Can this caller be called back? */
export const hasNumber = (from: string): boolean => number.test(from) && !hidden.has(from);

/** Who called. One who hides the number is nobody we know, and a stranger again with the next call. */
export function callerOf(from: string, callSid: string): Sender {
  if (hasNumber(from)) return { address: from, verified: true };
  // A SIP address, or an extension of a telephone system.
  const isName =
    from !== '' && !hidden.has(from) && !/^(anonymous|restricted|unavailable|unknown|private)$/i.test(from);
  if (isName) return { address: from, verified: false };
  return { address: 'anonymous', name: 'Anonymous caller', scope: callSid, verified: false };
}
