import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providers } from '#domain/channels/channel.ts';
import { calledThrough } from '../../bench/support/writers.ts';

const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const dollars = (cell: string | undefined): number => Number((cell ?? '').replaceAll(',', ''));

/** The rows of the table whose first column has this title. */
function tableOf(title: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => cellsOf(line)[0] === title);
  const until = lines.findIndex((line, position) => position > from && !line.startsWith('|'));
  return lines.slice(from + 2, until).map(cellsOf);
}

const sum = (cells: readonly string[]): number => cells.reduce((total, cell) => total + dollars(cell), 0);

describe('the page of costs', () => {
  it('has a price for a message in through every provider', () => {
    expect(tableOf('message in').map(([provider]) => provider)).toEqual(providers);
  });

  it('has a price for an answer through every provider that is answered in writing', () => {
    const written = providers.filter((provider) => !calledThrough.includes(provider));
    expect(tableOf('answer out').map(([provider]) => provider)).toEqual(written);
  });

  it.each(['message in', 'answer out'])('has totals of each %s that are the sums of their parts', (title) => {
    for (const [provider, total, ...parts] of tableOf(title)) {
      expect(sum(parts), provider).toBeCloseTo(dollars(total), 2);
      expect(dollars(total), provider).toBeGreaterThan(1);
    }
  });

  it.each(['part', 'a month in which nobody writes'])('adds up the columns of the table of each %s', (title) => {
    const rows = tableOf(title);
    const [totals, parts] = [rows.at(-1) ?? [], rows.slice(0, -1)];
    for (const column of totals.keys().drop(1))
      expect(sum(parts.map((row) => row[column] ?? '')), `column ${column}`).toBeCloseTo(dollars(totals[column]), 2);
    expect(parts.length).toBeGreaterThan(3);
  });

  it('tells bytes of a message through every provider', () => {
    for (const [provider, ...bytes] of tableOf('bytes of a message'))
      expect(
        bytes.slice(1).every((cell) => dollars(cell) > 0),
        provider,
      ).toBe(true);
    expect(tableOf('bytes of a message')).toHaveLength(providers.length);
  });

  it('gives a month more with more messages, and less without Comprehend', () => {
    const rows = tableOf('messages a month').map((row) => row.map(dollars));
    expect(rows.map(([messages]) => messages)).toEqual([10_000, 100_000, 1_000_000, 10_000_000]);
    for (const [, full = 0, lean = 0, answered = 0] of rows) {
      expect(lean).toBeLessThan(full);
      expect(lean).toBeLessThan(answered);
    }
    expect(rows.map(([, full]) => full)).toEqual(rows.map(([, full]) => full).toSorted((a = 0, b = 0) => a - b));
  });

  it('names region and date of its prices, and marks those that nobody looked up', () => {
    expect(page).toMatch(/us-east-1, November 2026/);
    expect(page).toMatch(/`timer` \$1 a million \[K\]/);
  });

  it('says why each write is there', () => {
    for (const [, place, why] of tableOf('write units')) expect(why, place).not.toBe('');
  });
});
