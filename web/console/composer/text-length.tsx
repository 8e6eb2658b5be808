import type { ReplyOption } from '../api/types.ts';
import { fileRefusal, messageCount, textSize } from '../format/reply-limits.ts';
import { smsSize } from '../format/sms-segments.ts';
import { plural } from '../format/words.ts';
import type { AttachedFile } from './attached-files.ts';

type TextLengthProps = { readonly text: string; readonly files: readonly AttachedFile[]; readonly way: ReplyOption };

/** From here on the length is worth a look. */
const nearlyFull = 0.8;

/** How long it is, where that matters: charged segments, a limit near, or several messages. */
export const TextLength = ({ text, files, way }: TextLengthProps) => {
  if (way.channel === 'sms') return <SmsLength text={text} />;
  const { length, most, unit, over } = textSize(text, way);
  const taken = files.filter((file) => !fileRefusal(file, way));
  const messages = messageCount(text, taken, way);
  const words = [
    ...(length > most * nearlyFull ? [`${lengthWords(length, most)} ${unit}`] : []),
    ...(messages > 1 ? [`Sent as ${plural(messages, 'message')}`] : []),
  ];
  // What is too long is told beside.
  if (words.length === 0 || over > 0) return null;
  return (
    <span role="status" className="tabular text-12 text-text-3">
      {words.join(' · ')}
    </span>
  );
};

const lengthWords = (length: number, most: number): string =>
  length > most ? length.toLocaleString('en') : `${length.toLocaleString('en')} of ${most.toLocaleString('en')}`;

/** What the network will count: each segment is charged. */
const SmsLength = ({ text }: { readonly text: string }) => {
  const { segments, left, encoding } = smsSize(text);
  return (
    <span
      className={`tabular text-12 ${segments > 3 ? 'text-warn' : 'text-text-3'}`}
      title={encoding === 'UCS-2' ? 'A character outside the GSM alphabet halves what fits.' : 'GSM alphabet'}
    >
      {plural(segments, 'segment')} · {left} left{encoding === 'UCS-2' ? ' · Unicode' : ''}
    </span>
  );
};
