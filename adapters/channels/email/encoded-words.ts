import { decodeWords } from 'postal-mime';

const run = /=\?([^?\s]{1,40})\?b\?[^?\s]*\?=(?:\s+=\?\1\?b\?[^?\s]*\?=)+/gi;

/**
 * Makes one word of neighbouring base64 words (RFC 2047) in the same charset. The RFC forbids mailers to split a character
 * between two words, and many do; decoded one by one, both halves would be lost.
 */
export const joinWords = (headerValue: string): string =>
  headerValue.replaceAll(run, (words, charset: string) => {
    const bytes = words.split(/\s+/).map((word) => Buffer.from(word.split('?')[3] ?? '', 'base64'));
    return `=?${charset}?B?${Buffer.concat(bytes).toString('base64')}?=`;
  });

/** An unstructured header value as text. */
export const decodeHeader = (headerValue: string): string => decodeWords(joinWords(headerValue));
