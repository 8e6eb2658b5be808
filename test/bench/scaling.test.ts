import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diceOf, zipf } from '../../bench/scaling/dice.ts';
import { heatOf } from '../../bench/scaling/heat.ts';
import { patternsOf } from '../../bench/scaling/heat-table.ts';
import { scenario } from '../../bench/scaling/simulate.ts';
import { scalingPage, scalingPart } from '../../bench/scaling.ts';

const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');

describe('customers drawn by Zipf', () => {
  it('are the same for the same seed', () => {
    const drawn = (seed: number) => Array.from({ length: 20 }, zipf(100, 0.9, diceOf(seed)));
    expect(drawn(7)).toStrictEqual(drawn(7));
    expect(drawn(7)).not.toStrictEqual(drawn(8));
  });

  it('come as often as their weights say', () => {
    const draw = zipf(3, 1, diceOf(1));
    const counts = [0, 0, 0];
    for (let number = 0; number < 11_000; number += 1) {
      const drawn = draw();
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    // 1 : 1/2 : 1/3 is 6 : 3 : 2.
    expect(counts.map((count) => Math.round(count / 1000))).toStrictEqual([6, 3, 2]);
  });
});

describe('the heat of keys', () => {
  const item = (inboxPk: string) => ({
    Put: {
      TableName: 'parley',
      Item: { pk: { S: 'CONVERSATION#1' }, sk: { S: 'HEAD' }, inboxPk: { S: inboxPk }, inboxSk: { S: '1' } },
    },
  });

  it('counts a transaction twice in the table and once in an index', () => {
    const heat = heatOf();
    heat.put(item('QUEUE#billing'));
    expect(Object.fromEntries(heat.units)).toStrictEqual({ 'table CONVERSATION#1': 2, 'inbox QUEUE#billing': 1 });
  });

  it('counts a move in an index where it leaves and where it goes', () => {
    const heat = heatOf();
    heat.put(item('QUEUE#billing'));
    heat.reset();
    heat.put(item('AGENT#maya'));
    expect(Object.fromEntries(heat.units)).toStrictEqual({
      'table CONVERSATION#1': 2,
      'inbox QUEUE#billing': 1,
      'inbox AGENT#maya': 1,
    });
  });

  it('is told by the kind of key, the hottest of each', () => {
    const units = new Map([
      ['table CONVERSATION#1', 8 * scenario.seconds],
      ['table CONVERSATION#2', 2 * scenario.seconds],
      ['inbox AGENT#maya#open', 3 * scenario.seconds],
    ]);
    expect(patternsOf(units)).toStrictEqual([
      { name: 'table CONVERSATION', keys: 2, hottest: 8, total: 10 },
      { name: 'inbox AGENT', keys: 1, hottest: 3, total: 3 },
    ]);
  });
});

it('docs/scaling.md is what the simulation says; `node bench/scaling.ts --write` writes it', async () => {
  expect(scalingPage(await scalingPart())).toBe(page);
}, 60_000);
