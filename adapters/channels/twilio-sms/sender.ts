import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/** Sender names have up to eleven of these, a letter among them. https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const alphanumeric = /^(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}$/;
const shortCode = /^\d{3,8}$/;

/** Who sent a text. Carriers vouch for numbers; anybody may send under a name. */
export function smsSender(from: string): Sender {
  if (from.startsWith('+')) {
    const number = parsePhoneNumberFromString(from);
    if (number?.isPossible()) return { address: number.number, verified: true };
  }
  if (shortCode.test(from)) return { address: from, verified: true };
  if (alphanumeric.test(from)) return { address: from, verified: false };
  throw new Refusal('invalid', 'From is not a phone number in E.164, a short code or a sender name of SMS');
}
