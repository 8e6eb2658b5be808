import { addressParser } from 'postal-mime';
import { joinWords } from './encoded-words.ts';

export type Mailbox = { readonly address: string; readonly name?: string };

/** Address headers are read up to this many characters: far more recipients than any person writes to. */
const headerCharacters = 50_000;
const nameCharacters = 200;

/** What RFC 5321 calls a Mailbox, without quoted local parts and address literals, which no customer has. */
const plausible = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,253}$/u;

/** The address with its domain in lower case, or undefined when it is none. The local part belongs to the other side. */
export const normalAddress = (text: string): string | undefined => {
  const address = text.trim();
  if (address.length > 320 || !plausible.test(address)) return undefined;
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${address.slice(at + 1).toLowerCase()}`;
};

/** For asking whether two addresses reach the same mailbox: in practice no mail system tells upper from lower case. */
export const comparable = (address: string): string => address.trim().toLowerCase();

export const localPart = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@')));

/** The address itself, then with one plus-tag after another taken off: the names under which its mailbox may be known. */
export const namesOfMailbox = (address: string): readonly string[] => {
  const whole = comparable(address);
  const domain = whole.slice(whole.lastIndexOf('@'));
  const parts = localPart(whole).split('+').slice(0, 10);
  return parts.map((_, taken) => `${parts.slice(0, parts.length - taken).join('+')}${domain}`);
};

/** Every mailbox that an address header names, groups (RFC 5322 section 3.4) flattened, in the order written. */
export const mailboxesIn = (headerValue: string): readonly Mailbox[] =>
  addressParser(joinWords(headerValue.slice(0, headerCharacters)), { flatten: true }).flatMap((entry) => {
    const address = normalAddress(entry.address ?? '');
    const name = plainLine(entry.name).slice(0, nameCharacters).toWellFormed();
    if (!address) return [];
    return [name ? { address, name } : { address }];
  });

/** Is this one address, as almost every From header is: neither a list nor a group? */
export const isSingleMailbox = (headerValue: string): boolean => {
  const [entry, ...others] = addressParser(headerValue.slice(0, headerCharacters));
  return entry?.address !== undefined && others.length === 0;
};

/** One line without control characters, so that it can neither break a header nor a log. */
export const plainLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
