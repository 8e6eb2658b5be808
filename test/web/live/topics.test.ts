import { describe, expect, it } from 'vitest';
import { topicsOfList } from '../../../web/console/live/topics.ts';

const queues = [{ id: 'billing' }, { id: 'returns' }];

describe('what has to be followed for a list', () => {
  it.each([
    ['mine', undefined, []],
    ['unassigned', undefined, ['unassigned:billing', 'unassigned:returns']],
    ['unassigned', 'returns', ['unassigned:returns']],
    ['queue', 'billing', ['queue:billing']],
    ['open', undefined, ['account']],
    ['resolved', 'billing', ['queue:billing']],
  ] as const)('%s of %s is %j', (view, queueId, topics) => {
    expect(topicsOfList({ view, queueId }, queues)).toEqual(topics);
  });

  it('is everything where there are more queues than a socket takes topics', () => {
    const many = Array.from({ length: 60 }, (_, position) => ({ id: `q${position}` }));
    expect(topicsOfList({ view: 'unassigned', queueId: undefined }, many)).toEqual(['account']);
  });
});
