import { describe, expect, it } from 'vitest';
import { isUnread } from '../../../web/console/stores/seen-messages.ts';
import { ago, rowOf, sample } from '../support/sample-data.ts';

const row = rowOf(sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hello', minutesAgo: 9 }).conversation);
const maya = { id: 'maya', seen: {} };

describe('an unread conversation', () => {
  it('is one in which the customer had the last word', () => {
    expect(isUnread(row, maya)).toBe(true);
    const answered = rowOf(
      sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hi', minutesAgo: 9, direction: 'out' }).conversation,
    );
    expect(isUnread(answered, maya)).toBe(false);
  });

  it('is read until the customer writes again', () => {
    expect(isUnread(row, { id: 'maya', seen: { [row.id]: row.lastMessage?.eventId ?? '' } })).toBe(false);
    expect(isUnread(row, { id: 'maya', seen: { [row.id]: 'an-earlier-message' } })).toBe(true);
  });

  it('is nobody else’s business once a colleague has it, or it is resolved', () => {
    expect(isUnread(row, { id: 'sam', seen: {} })).toBe(false);
    expect(isUnread({ ...row, holder: { kind: 'line', since: ago(1) } }, { id: 'sam', seen: {} })).toBe(true);
    expect(isUnread({ ...row, stage: { status: 'resolved', at: ago(1) } }, maya)).toBe(false);
  });
});
