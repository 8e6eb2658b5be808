import type { Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/**
 * A number as providers give it: E.164, a plus and up to 15 digits. Not checked against numbering plans: providers vouch for it,
 * so somebody did write, and plans change more often than we are deployed.
 */
const e164 = /^\+[1-9]\d{5,14}$/;
/** Sender names have up to eleven of these, a letter among them. https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const alphanumeric = /^(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}$/;
const shortCode = /^\d{3,8}$/;

/** Who sent a text. Carriers vouch for numbers; anybody may send under a name. */
export function smsSender(from: string): Sender {
  const number = from.startsWith('+') ? from.replace(/[\s().-]/g, '') : from;
  if (e164.test(number) || shortCode.test(number)) return { address: number, verified: true };
  if (alphanumeric.test(from)) return { address: from, verified: false };
  throw new Refusal('invalid', 'From is not a phone number in E.164, a short code or a sender name of SMS');
}
