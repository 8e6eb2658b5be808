import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../../web/console/stores/outbox.ts';
import { isTold } from '../../../web/console/thread/is-told.ts';
import { received, reply, sample } from '../support/sample-data.ts';

const { conversation } = sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hello', minutesAgo: 9 });
const at = (minute: number): string => `2026-11-20T12:0${minute}:00.000Z`;
const question = received(conversation, { id: 'm-1', at: at(1), text: 'Thank you' });
const item: OutboxItem = {
  id: 'k-1',
  conversationId: conversation.id,
  mode: 'reply',
  text: 'Thank you',
  cc: [],
  andResolve: false,
  lastSeenEventId: 'm-1',
  writtenAfter: 'm-1',
  at: at(2),
  state: { status: 'sending' },
};
const answer = reply(conversation.id, { id: 'r-1', at: at(2), text: 'Thank you' });

describe('what is still on its way', () => {
  it('is shown until the history tells of it', () => {
    expect(isTold(item, [question], 'maya')).toBe(false);
    expect(isTold(item, [question, answer], 'maya')).toBe(true);
  });

  it('is not mistaken for the same words said before, by a colleague, or in a note', () => {
    expect(isTold({ ...item, writtenAfter: 'r-1' }, [question, answer], 'maya')).toBe(false);
    expect(isTold(item, [question, answer], 'sam')).toBe(false);
    expect(isTold({ ...item, mode: 'note' }, [question, answer], 'maya')).toBe(false);
  });

  it('is told by the first of several messages when a long text was split', () => {
    const long = { ...item, text: 'Thank you. And there is much more to say.' };
    expect(isTold(long, [question, answer], 'maya')).toBe(true);
    expect(isTold({ ...item, text: 'Thanks' }, [question, answer], 'maya')).toBe(false);
  });
});
