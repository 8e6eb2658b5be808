/** What people look for: whoever writes from an address, or what has an id. */
export type Sought =
  | { readonly by: 'mail'; readonly address: string }
  | { readonly by: 'phone'; readonly number: string }
  | { readonly by: 'id'; readonly id: string };

const mailAddress = /^[^\s@]{1,64}@[^\s@]+$/;
/** E.164: https://www.itu.int/rec/T-REC-E.164 */
const phoneNumber = /^\+[1-9]\d{5,14}$/;
/** Ids are 26 characters long; no phone number and hardly a word has as many. */
const anId = /^[\w-]{20,128}$/;

/** A phone number as people write it, in E.164: without spaces, dashes and brackets, "00" as "+". */
export const compactNumber = (text: string): string => text.replaceAll(/[\s()/.-]/g, '').replace(/^00/, '+');

/** What a text names: a mail address, a phone number with its country, an id. Undefined where it is other words. */
export function soughtIn(text: string): Sought | undefined {
  const said = text.trim();
  if (mailAddress.test(said)) return { by: 'mail', address: said };
  const number = compactNumber(said);
  if (phoneNumber.test(number)) return { by: 'phone', number };
  return anId.test(said) ? { by: 'id', id: said } : undefined;
}
