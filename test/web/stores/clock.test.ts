import { describe, expect, it } from 'vitest';
import { hearHappened, hearTime, nowMs } from '../../../web/console/stores/clock.ts';

const hourMs = 3_600_000;
const inHours = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();
const aheadHours = (): number => Math.round((nowMs() - Date.now()) / hourMs);

describe('the time that countdowns run by', () => {
  it('is the one the server tells, however wrong this machine is', () => {
    hearTime(inHours(4));
    expect(aheadHours()).toBe(4);
    hearTime(inHours(-1));
    expect(aheadHours()).toBe(-1);
  });

  it('is at least as late as what has happened', () => {
    hearTime(inHours(0));
    hearHappened(inHours(2));
    expect(aheadHours()).toBe(2);
    hearHappened(inHours(1));
    expect(aheadHours()).toBe(2);
    hearTime(inHours(0));
  });
});
