import { describe, expect, it } from 'vitest';
import { type Call, describeCall, mergeCalls } from '#domain/voice/describe-call.ts';

const call = (overrides: Partial<Call>): Call => ({ kind: 'call', direction: 'in', outcome: 'missed', ...overrides });

describe('a call in one sentence', () => {
  it.each<[Partial<Call>, string]>([
    [{ outcome: 'answered', durationSeconds: 192, answeredBy: 'Maya' }, 'Call of 3 min 12 s, answered by Maya'],
    [{ outcome: 'answered', durationSeconds: 60, menu: 'Invoices' }, 'Call of 1 min, answered (Invoices)'],
    [{ outcome: 'call-back' }, 'Missed call; asked to be called back'],
    [{ outcome: 'voicemail', durationSeconds: 21 }, 'Voicemail of 21 s'],
    [{ outcome: 'missed' }, 'Missed call'],
    [{ outcome: 'abandoned' }, 'Missed call; the caller hung up before anybody answered'],
    [
      { direction: 'out', outcome: 'answered', durationSeconds: 5, answeredBy: 'Maya' },
      'Call of 5 s to the customer by Maya',
    ],
    [{ direction: 'out', outcome: 'missed' }, 'Called the customer; nobody answered'],
  ])('says of %j "%s"', (overrides, sentence) => {
    expect(describeCall(call(overrides))).toBe(sentence);
  });
});

describe('two reports about one call', () => {
  const abandoned = call({ outcome: 'abandoned' });
  const answered = call({ outcome: 'answered', durationSeconds: 5, menu: 'Invoices' });

  it('say the same in either order', () => {
    expect(mergeCalls(abandoned, answered)).toEqual(answered);
    expect(mergeCalls(answered, abandoned)).toEqual(answered);
  });

  it('fill in what the other leaves out', () => {
    expect(mergeCalls(answered, call({ outcome: 'answered', answeredBy: 'Maya' }))).toEqual({
      ...answered,
      answeredBy: 'Maya',
    });
  });
});
