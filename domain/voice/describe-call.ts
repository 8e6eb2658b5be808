import type * as z from 'zod';
import type { $Call } from '../channels/part.ts';

export type Call = z.infer<typeof $Call>;

/** `3 min 12 s`. */
export function duration(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

const ofLength = ({ durationSeconds }: Call): string =>
  durationSeconds === undefined ? '' : ` of ${duration(durationSeconds)}`;

const incoming: Record<Call['outcome'], (call: Call) => string> = {
  answered: (call) => `Call${ofLength(call)}, answered${call.answeredBy ? ` by ${call.answeredBy}` : ''}`,
  missed: () => 'Missed call',
  voicemail: (call) => `Voicemail${ofLength(call)}`,
  'call-back': () => 'Missed call; asked to be called back',
  abandoned: () => 'Missed call; the caller hung up before anybody answered',
  failed: () => 'A call that failed',
};

const outgoing: Record<Call['outcome'], (call: Call) => string> = {
  ...incoming,
  answered: (call) => `Call${ofLength(call)} to the customer${call.answeredBy ? ` by ${call.answeredBy}` : ''}`,
  missed: () => 'Called the customer; nobody answered',
  abandoned: () => 'Called the customer; nobody answered',
  failed: () => 'Called the customer; the call could not be put through',
};

/** A call in one sentence, for those who read the conversation. */
export function describeCall(call: Call): string {
  const sentence = (call.direction === 'in' ? incoming : outgoing)[call.outcome](call);
  return call.menu ? `${sentence} (${call.menu})` : sentence;
}

const ranks: readonly Call['outcome'][] = ['failed', 'abandoned', 'missed', 'call-back', 'voicemail', 'answered'];

/**
 * What two reports about one call say together. Providers report in any order, and the end of a call is reported by
 * somebody who does not know how it went: what came furthest counts, and what one report leaves out the other fills in.
 */
export function mergeCalls(known: Call, told: Call): Call {
  const [better, other] = ranks.indexOf(told.outcome) > ranks.indexOf(known.outcome) ? [told, known] : [known, told];
  return { ...other, ...better };
}
