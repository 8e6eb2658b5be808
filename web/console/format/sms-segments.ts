/** GSM 03.38 basic set; each character takes one septet. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** GSM 03.38 extension table; each takes an escape septet as well. */
const extended = '^{}\\[~]|€\f';

export type SmsSize = {
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Characters that still fit the last segment. */
  readonly left: number;
};

/** How many text messages the network will charge: 160/153 septets, or 70/67 UTF-16 units once any character needs them. */
export const smsSize = (text: string): SmsSize => {
  const isGsm = [...text].every((char) => basic.includes(char) || extended.includes(char));
  const units = isGsm ? [...text].reduce((sum, char) => sum + (extended.includes(char) ? 2 : 1), 0) : text.length;
  const [single, joined] = isGsm ? [160, 153] : [70, 67];
  const segments = units <= single ? Math.min(1, units) : Math.ceil(units / joined);
  const room = segments <= 1 ? single : segments * joined;
  return { segments, encoding: isGsm ? 'GSM-7' : 'UCS-2', left: room - units };
};
