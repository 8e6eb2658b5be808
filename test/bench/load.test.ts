import { describe, expect, it, onTestFinished } from 'vitest';
import { gapMs, latencies, seededRandom, slopeOf, weighted, zipf } from '../../bench/load/arithmetic.ts';
import { generate, type Load, type Outcome } from '../../bench/load/generate.ts';
import { type Pace, sendAt, type Timer } from '../../bench/load/pace.ts';
import { growthOf, problemsOf } from '../../bench/load/results.ts';
import { targetAt } from '../../bench/load/target.ts';

const many = <Value>(count: number, draw: () => Value): Value[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random numbers of a load', () => {
  it('come again with the same seed, and others with another', () => {
    expect(many(5, seededRandom(7))).toEqual(many(5, seededRandom(7)));
    expect(many(5, seededRandom(7))).not.toEqual(many(5, seededRandom(8)));
  });

  it('make arrivals of a Poisson process: gaps with the mean and the spread of an exponential law', () => {
    const random = seededRandom(1);
    const gaps = many(50_000, () => gapMs(random, 20));
    expect(mean(gaps)).toBeGreaterThan(49);
    expect(mean(gaps)).toBeLessThan(51);
    // Of exponential gaps 36.8 % are longer than their mean; of even ones, none.
    const longer = gaps.filter((gap) => gap > 50).length / gaps.length;
    expect(longer).toBeGreaterThan(0.35);
    expect(longer).toBeLessThan(0.385);
  });

  it('choose each name as often as its weight says', () => {
    const random = seededRandom(2);
    const chosen = many(10_000, () => weighted(random, { often: 9, seldom: 1, never: 0 }));
    expect(chosen.filter((name) => name === 'seldom').length).toBeGreaterThan(900);
    expect(chosen.filter((name) => name === 'seldom').length).toBeLessThan(1100);
    expect(chosen).not.toContain('never');
  });

  it('let some customers write much more than others, and nobody who does not exist', () => {
    const random = seededRandom(3);
    const customers = many(20_000, () => zipf(random, 1000));
    const share = (from: number, to: number) => customers.filter((one) => one >= from && one < to).length / 20_000;
    expect(share(0, 10)).toBeGreaterThan(0.13);
    expect(share(500, 1000)).toBeLessThan(0.17);
    expect(Math.min(...customers)).toBe(0);
    expect(Math.max(...customers)).toBeLessThan(1000);
  });
});

describe('figures of a load', () => {
  it('are percentiles exact to three digits, without keeping every value', () => {
    const times = latencies();
    for (let n = 1; n <= 1000; n += 1) times.record(n);
    expect(times.percentile(0.5) / 500).toBeCloseTo(1, 2);
    expect(times.percentile(0.99) / 990).toBeCloseTo(1, 2);
    expect(times.percentile(1) / 1000).toBeCloseTo(1, 2);
    expect(times.count()).toBe(1000);
  });

  it('are no number where nothing was measured', () => {
    expect(latencies().percentile(0.99)).toBeNaN();
  });

  it('have a slope by least squares', () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x + (x % 2 === 0 ? 0.1 : -0.1) }));
    expect(slopeOf(points)).toBeCloseTo(1.96, 6);
    expect(slopeOf([{ x: 1, y: 1 }])).toBe(0);
  });

  it('say how memory grows with 10,000 messages once the system is warm', () => {
    const steady = many(10, () => 0).map((_, n) => ({ messages: 10_000 * (n + 1), rss: 3e8 + n * 2e6, heapUsed: 1e8 }));
    const cold = { messages: 1000, rss: 1e8, heapUsed: 1e8 };
    expect(growthOf([cold, ...steady], ({ rss }) => rss)).toBeCloseTo(2, 6);
    expect(growthOf([cold, ...steady], ({ heapUsed }) => heapUsed)).toBe(0);
  });
});

/** Time that passes only while somebody waits. */
function handMovedTime(): Timer {
  let now = 0;
  return {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

describe('the open loop', () => {
  it('counts from when somebody wrote, also while the system keeps everybody waiting', async () => {
    const timer = handMovedTime();
    const waited: number[] = [];
    let sent = 0;
    const pace: Pace = { kind: 'open', perSecond: 100, random: () => 1 - 1 / Math.E };
    // Each gap is 10 ms. The first message stalls the sender for a second, so that the following are sent late.
    const send = async (intendedAt: number) => {
      sent += 1;
      if (sent === 1) await timer.wait(1000);
      waited.push(timer.now() - intendedAt);
    };
    await sendAt(pace, { send, unseen: () => 0, until: { messages: 50 }, timer });
    expect(waited).toHaveLength(50);
    // Counted from the sending, 49 of them would have taken no time at all.
    expect(waited.filter((milliseconds) => milliseconds > 400)).toHaveLength(50);
  });
});

describe('the closed loop', () => {
  it('waits while too many messages are not handled', async () => {
    const timer = handMovedTime();
    let [sent, handled, most] = [0, 0, 0];
    const send = async () => {
      sent += 1;
      most = Math.max(most, sent - handled);
    };
    const unseen = () => {
      const before = sent - handled;
      handled = Math.min(sent, handled + 1);
      return before;
    };
    await sendAt({ kind: 'closed', senders: 4, mostUnseen: 3 }, { send, unseen, until: { messages: 40 }, timer });
    expect(sent).toBe(40);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('a load', () => {
  const outcome: Outcome = {
    accepted: 10,
    customers: 3,
    refused: new Map(),
    sendingSeconds: 1,
    seconds: 2,
    latency: { all: { ack: latencies(), screen: latencies() }, tenths: [] },
    unseen: 0,
    cpuMs: 1,
    memory: [],
    deadLetters: 0,
    ledger: { received: 10, placed: 8, quarantined: 1, dropped: { 'already-placed': 1 } },
  };

  it('has no problem when all that was accepted is placed, quarantined or dropped', () => {
    expect(problemsOf(outcome)).toEqual([]);
  });

  it.each([
    ['10 were accepted and 9 are in the ledgers', { ledger: { received: 9, placed: 9, quarantined: 0, dropped: {} } }],
    ['10 were received and 9 are accounted for', { ledger: { received: 10, placed: 9, quarantined: 0, dropped: {} } }],
    ['1 messages are among the dead letters', { deadLetters: 1 }],
    ['2 messages did not appear on the screen', { unseen: 2 }],
    ['1 messages got no answer', { refused: new Map([[0, 1]]) }],
  ])('tells that %s', (problem, change) => {
    expect(problemsOf({ ...outcome, ...change })).toEqual([problem]);
  });

  it('of 200 messages of mixed channels settles with nothing lost', { timeout: 180_000 }, async () => {
    const target = await targetAt(undefined);
    onTestFinished(async () => void (await target.stop()));
    const pace: Pace = { kind: 'closed', senders: 8, mostUnseen: 100 };
    const random = seededRandom(5);
    const load: Load = { pace, until: { messages: 200 }, random, newcomers: 0.2, say: () => undefined };
    const result = await generate(target, load);
    expect(problemsOf(result)).toEqual([]);
    expect(result.accepted + (result.refused.get(429) ?? 0)).toBe(200);
    expect(result.ledger.placed).toBe(result.accepted);
    expect(result.latency.all.screen.count()).toBe(result.accepted);
  });
});
