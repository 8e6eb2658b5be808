/**
 * What a message keeps of a text, so that text, full text and headers fit into one stored item (400 KB): the cut is at
 * 100,000 characters, or earlier where they take more than 150,000 bytes.
 */
export const textLimits = { characters: 100_000, bytes: 150_000 } as const;
const cutMark = '\n[… cut here; the rest is in the original mail]';

/** A text within the limits, marked where it was cut. */
export const cutText = (text: string): string => {
  const short = text.slice(0, textLimits.characters);
  if (short.length === text.length && Buffer.byteLength(text) <= textLimits.bytes) return text;
  const bytes = Buffer.from(short).subarray(0, textLimits.bytes);
  // A character cut in half at the end decodes to U+FFFD.
  return `${bytes.toString().replace(/\uFFFD$/, '')}${cutMark}`;
};

/** LF line ends, no control characters but tab and line feed, no half surrogates, no blank edges. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]|\uFEFF/gu, '')
    .trim();

/** The 27 characters that windows-1252 has where Latin-1 has controls (WHATWG Encoding, index windows-1252). */
const windows1252 = new Map(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((character, index) => [
    character,
    // 0x81, 0x8D, 0x8F, 0x90 and 0x9D are unassigned.
    [...Array(32).keys()].map((n) => n + 0x80).filter((n) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(n))[index] ?? 0,
  ]),
);

/**
 * UTF-8 that its sender labelled us-ascii or iso-8859-1 ("GrÃ¼ÃŸe"), read as what it is. Text that is not wholly such is
 * returned as it came: real Latin-1 text does not form valid UTF-8 by accident.
 */
export const repairUtf8 = (text: string): string => {
  if (!/[\u00C2-\u00F4][\u0080-\u00BF\u0152-\u2122]/.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const byte = windows1252.get(text.charAt(at)) ?? text.charCodeAt(at);
    if (byte > 0xff) return text;
    bytes[at] = byte;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
};
