import { describe, expect, it } from 'vitest';
import { slaProgress, slaState } from '../../../web/console/format/sla.ts';

const now = Date.parse('2026-11-20T12:00:00.000Z');
const inSeconds = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const inMinutes = (minutes: number): string => inSeconds(minutes * 60);

describe('the time left for a reply', () => {
  it.each([
    [inMinutes(61), 'calm', '1h 1m'],
    [inMinutes(180), 'calm', '3h'],
    [inMinutes(725), 'calm', '12h'],
    [inMinutes(60 * 72), 'calm', '3d'],
    [inMinutes(60), 'soon', '1h'],
    [inMinutes(22), 'soon', '22m'],
    [inSeconds(119), 'soon', '119s'],
    [inSeconds(0), 'soon', '0s'],
    [inSeconds(-1), 'over', '1s over'],
    [inMinutes(-8), 'over', '8m over'],
    [inMinutes(-150), 'over', '2h 30m over'],
  ])('due %s is %s and reads "%s"', (dueAt, tone, text) => {
    expect(slaState(dueAt, now)).toMatchObject({ tone, text });
  });

  it('never shows more than the whole promise as used', () => {
    const deadline = { setAt: inMinutes(-60), dueAt: inMinutes(-30) };
    expect(slaProgress(deadline, now)).toBe(1);
    expect(slaProgress({ setAt: inMinutes(-30), dueAt: inMinutes(30) }, now)).toBeCloseTo(0.5);
    expect(slaProgress({ setAt: inMinutes(5), dueAt: inMinutes(30) }, now)).toBe(0);
  });
});
