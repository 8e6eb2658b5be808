import { createHmac, timingSafeEqual } from 'node:crypto';
import { comparable, localPart } from './mail-address.ts';

export type ReplyTokens = {
  /** The address to which answers in this conversation go; the plain address when a token does not fit into it. */
  addressFor(conversationId: string, address: string): string;
  /** The conversation that a token of ours in this address names. */
  conversationIn(address: string): string | undefined;
};

/** RFC 5321 section 4.5.3.1.1. */
const localPartOctets = 64;
/** 16 letters of base32 are 80 bits: 2^80 guesses over SMTP, for one conversation. */
const macLetters = 16;
const keyCharacters = 16;
const token = /\+c([a-z0-9]{26})\.([a-z2-7]{16})$/;

/**
 * Signs and recognises plus-addresses: `support+c<conversation>.<mac>@example.com`.
 * Lower-case letters and digits only, so that mail systems which fold case do not break it.
 * The first key signs; all are accepted, which is how a key is replaced without losing answers under way.
 */
export const createReplyTokens = (needs: { readonly keys: readonly string[] }): ReplyTokens => {
  const [signingKey] = needs.keys;
  if (!signingKey || needs.keys.some((key) => key.length < keyCharacters))
    throw new Error(`reply tokens need at least one key, each of ${keyCharacters} characters or more`);

  return {
    addressFor: (conversationId, address) => {
      const at = address.lastIndexOf('@');
      const tagged = `${address.slice(0, at)}+c${conversationId}.${macOf(signingKey, conversationId)}`;
      const fits = Buffer.byteLength(tagged) <= localPartOctets && token.test(tagged);
      return fits ? `${tagged}${address.slice(at)}` : address;
    },
    conversationIn: (address) => {
      const [, conversationId, mac] = token.exec(localPart(comparable(address))) ?? [];
      if (!conversationId || !mac) return undefined;
      const signed = needs.keys.some((key) => isSame(mac, macOf(key, conversationId)));
      return signed ? conversationId : undefined;
    },
  };
};

const macOf = (key: string, conversationId: string): string =>
  base32(createHmac('sha256', key).update(`reply-token:${conversationId}`).digest()).slice(0, macLetters);

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** RFC 4648 section 6, in lower case and without padding. */
const base32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(group, 2))).join('');
};
