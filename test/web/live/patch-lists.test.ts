import { describe, expect, it } from 'vitest';
import type { ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import { belongsTo, placeRow } from '../../../web/console/live/patch-lists.ts';
import { rowOf, sample } from '../support/sample-data.ts';

const aRow = (id: string, overrides: Partial<ConversationRow> = {}): ConversationRow => ({
  ...rowOf(sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hello', minutesAgo: 0 }).conversation),
  id,
  ...overrides,
});
const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00.000Z`;
const ids = (pages: readonly ConversationPage[]): string[][] => pages.map(({ items }) => items.map(({ id }) => id));

const pages = [
  { items: [aRow('a', { lastActivityAt: at(50) }), aRow('b', { lastActivityAt: at(40) })], nextCursor: '2' },
  { items: [aRow('c', { lastActivityAt: at(30) }), aRow('d', { lastActivityAt: at(20) })], nextCursor: '4' },
];

describe('placing a changed conversation into a list', () => {
  it('moves it to where its activity puts it', () => {
    expect(ids(placeRow(pages, aRow('c', { version: 5, lastActivityAt: at(55) }), true))).toEqual([
      ['c', 'a', 'b'],
      ['d'],
    ]);
  });

  it('changes it in place when nothing was said', () => {
    const placed = placeRow(pages, aRow('b', { version: 5, lastActivityAt: at(40), priority: 'urgent' }), true);
    expect(ids(placed)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(placed[0]?.items[1]?.priority).toBe('urgent');
  });

  it('takes it out once it no longer belongs', () => {
    expect(ids(placeRow(pages, aRow('a', { version: 5 }), false))).toEqual([['b'], ['c', 'd']]);
  });

  it('adds one that is new', () => {
    expect(ids(placeRow(pages, aRow('x', { lastActivityAt: at(35) }), true))).toEqual([
      ['a', 'b'],
      ['x', 'c', 'd'],
    ]);
  });

  it('leaves one older than all that is loaded to its own page', () => {
    expect(placeRow(pages, aRow('x', { lastActivityAt: at(1) }), true)).toBe(pages);
  });

  it('adds the oldest at the end of the last page', () => {
    const last = [{ items: [aRow('a', { lastActivityAt: at(50) })] }];
    expect(ids(placeRow(last, aRow('x', { lastActivityAt: at(1) }), true))).toEqual([['a', 'x']]);
  });

  it('ignores old news', () => {
    expect(placeRow(pages, aRow('b', { version: 3, lastActivityAt: at(59) }), true)).toBe(pages);
  });

  it('adds to a list that was empty', () => {
    expect(ids(placeRow([{ items: [] }], aRow('x'), true))).toEqual([['x']]);
  });
});

describe('belonging to a list', () => {
  const maya = { kind: 'agent', agentId: 'maya', agentName: 'Maya Lindt', since: at(0) } as const;
  const line = { kind: 'line', since: at(0) } as const;
  it.each([
    ['mine', aRow('a', { holder: maya }), true],
    ['mine', aRow('a', { holder: line }), false],
    ['mine', aRow('a', { holder: maya, stage: { status: 'resolved', at: at(1) } }), false],
    ['unassigned', aRow('a', { holder: line }), true],
    ['unassigned', aRow('a', { holder: maya }), false],
    ['open', aRow('a', { stage: { status: 'snoozed', until: at(9) } }), false],
    ['snoozed', aRow('a', { stage: { status: 'snoozed', until: at(9) } }), true],
    ['resolved', aRow('a', { stage: { status: 'resolved', at: at(1) } }), true],
  ] as const)('%s', (view, row, expected) => {
    expect(belongsTo(row, { view }, 'maya')).toBe(expected);
  });

  it('needs the right queue', () => {
    expect(belongsTo(aRow('a', { queueId: 'orders' }), { view: 'queue', queueId: 'orders' }, 'maya')).toBe(true);
    expect(belongsTo(aRow('a', { queueId: 'billing' }), { view: 'queue', queueId: 'orders' }, 'maya')).toBe(false);
  });
});
