import { describe, expect, it } from 'vitest';
import { mergeEvents, needsReading, withNews } from '../../../web/console/live/patch-detail.ts';
import { received, reply, rowOf, sample } from '../support/sample-data.ts';

const detail = sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hello', minutesAgo: 9 });
const row = rowOf(detail.conversation);
const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00.000Z`;
const answer = reply(row.id, { id: 'r-1', at: at(5), text: 'Hello Ada' });
const message = received(detail.conversation, { id: 'm-1', at: at(3), text: 'Hello?' });

describe('bringing the open conversation up to date', () => {
  it('shows each event once, oldest first', () => {
    const merged = mergeEvents(mergeEvents([answer], [message]), [message, answer]);
    expect(merged.map(({ id }) => id)).toEqual(['m-1', 'r-1']);
  });

  it('keeps what a row does not tell', () => {
    const next = withNews(detail, {
      conversation: { ...row, version: row.version + 1, priority: 'urgent' },
      events: [answer],
    });
    expect(next.conversation).toMatchObject({
      priority: 'urgent',
      replyTo: detail.conversation.replyTo,
      optedOut: false,
    });
  });

  it('does not go back to an older state, but still adds its events', () => {
    const next = withNews(detail, { conversation: { ...row, version: 1, priority: 'low' }, events: [answer] });
    expect(next.conversation.priority).toBe('normal');
    expect(next.events.some(({ id }) => id === 'r-1')).toBe(true);
  });

  it('is read again when a change was missed, or the customer wrote', () => {
    const next = { ...row, version: row.version + 1 };
    expect(needsReading(detail, { conversation: next, events: [answer] })).toBe(false);
    expect(needsReading(detail, { conversation: next, events: [message] })).toBe(true);
    expect(needsReading(detail, { conversation: { ...row, version: row.version + 2 }, events: [] })).toBe(true);
  });

  it('drops what the newer row no longer has', () => {
    const deadline = { id: 'd', kind: 'next-reply', policyId: 'p', setAt: at(1), dueAt: at(9), steps: [] } as const;
    const due = { ...detail, conversation: { ...detail.conversation, deadline: { ...deadline, steps: [] } } };
    const next = withNews(due, { conversation: { ...row, version: row.version + 1 }, events: [] });
    expect(next.conversation.deadline).toBeUndefined();
    expect(withNews(due, { conversation: { ...row, version: 1 }, events: [] }).conversation.deadline).toBeDefined();
  });

  it('is read again when something changed that no row tells', () => {
    const next = { ...row, version: row.version + 1 };
    const base = { id: 'e-1', at: at(6), by: { kind: 'agent' as const, id: 'maya' } };
    const done = { ...base, type: 'TaskDone' as const, taskId: 't' };
    const about = { ...base, type: 'MessageUpdated' as const, aboutEventId: 'm-1' };
    const unsent = { ...about, change: { what: 'deleted' as const } };
    const reacted = { ...about, change: { what: 'reacted' as const, emoji: '👍' } };
    expect(needsReading(detail, { conversation: next, events: [done] })).toBe(true);
    expect(needsReading(detail, { conversation: next, events: [unsent] })).toBe(true);
    expect(needsReading(detail, { conversation: next, events: [reacted] })).toBe(false);
  });
});
