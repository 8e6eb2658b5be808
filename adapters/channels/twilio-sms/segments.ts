import type { OutboundMessage } from '#domain/channels/delivery.ts';

/** GSM 03.38 basic character set, https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: each of these is sent as an escape and a character. */
const extension = new Set('\f^{}\\[~]|€');

const encodings = {
  'GSM-7': { alone: 160, joined: 153 },
  'UCS-2': { alone: 70, joined: 67 },
} as const;

export type Segments = {
  readonly encoding: keyof typeof encodings;
  /** Septets in GSM-7, 16-bit units in UCS-2. */
  readonly units: number;
  readonly segments: number;
};

/** How many text messages a text is billed as. One character outside GSM-7 turns the whole text into UCS-2. */
export function countSegments(text: string): Segments {
  const characters = [...text];
  const encoding = characters.every((each) => basic.has(each) || extension.has(each)) ? 'GSM-7' : 'UCS-2';
  const sizes = characters.map((each) => (encoding === 'UCS-2' ? each.length : extension.has(each) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, joined } = encodings[encoding];
  return { encoding, units, segments: units <= alone ? Math.min(1, units) : packed(sizes, joined) };
}

/** Segments when no character may be cut in two. */
function packed(sizes: readonly number[], capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}

/** Twilio's limit on `Body`, https://www.twilio.com/docs/api/errors/21617. */
export const maximumCharacters = 1600;

/** Why a message cannot be sent by SMS, as a sentence for the agent; undefined when it can. */
export function whyNotSendable({
  text,
  attachments,
}: Pick<OutboundMessage, 'text' | 'attachments'>): string | undefined {
  if (text.trim() === '' && attachments.length === 0) return 'The message is empty. Write something and send it again.';
  if (text.length <= maximumCharacters) return undefined;
  return `The message has ${text.length} characters; an SMS takes ${maximumCharacters}. Shorten it or send it in parts.`;
}
