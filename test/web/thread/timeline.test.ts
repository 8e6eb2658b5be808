import { describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { lastMessageEvent, timelineOf } from '../../../web/console/thread/timeline.ts';
import { received, reply, sample } from '../support/sample-data.ts';

type ConversationEvent = ConversationDetail['events'][number];

const { conversation } = sample(0, { name: 'Ada Blom', subject: 'Hello', preview: 'Hello', minutesAgo: 9 });
const parley = { kind: 'parley', rule: 'deliver' } as const;
const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
const message = received(conversation, { id: 'm-1', at: at(19, 9), text: 'Hello?' });
const answer = reply(conversation.id, { id: 'r-1', at: at(20, 10), text: 'Hello Ada' });
const fared = (id: string, status: 'sent' | 'delivered' | 'failed'): ConversationEvent => ({
  id,
  at: at(20, 11),
  by: parley,
  type: 'DeliveryChanged',
  messageId: 'r-1-out',
  status,
});
const resolved: ConversationEvent = { id: 'e-1', at: at(20, 10), by: parley, type: 'ConversationResolved' };
const kinds = (events: readonly ConversationEvent[]): string[] => timelineOf(events, {}).map(({ kind }) => kind);

describe('laying out a history', () => {
  it('heads each day', () => {
    expect(kinds([message, answer])).toEqual(['day', 'received', 'day', 'reply']);
  });

  it('puts a mail that came late where it was written', () => {
    const late = { ...message, id: 'late-1', at: at(20, 12) };
    expect(kinds([answer, late])).toEqual(['day', 'received', 'day', 'reply']);
  });

  it('shows on the answer how it fares, by the latest word', () => {
    const items = timelineOf([answer, fared('d-1', 'sent'), fared('d-2', 'delivered')], {});
    expect(items.at(-1)).toMatchObject({ kind: 'reply', delivery: { status: 'delivered' } });
  });

  it('takes an answer nothing is known of for queued, or as the conversation says', () => {
    expect(timelineOf([answer], {}).at(-1)).toMatchObject({ delivery: { status: 'queued' } });
    expect(timelineOf([answer], { 'r-1-out': 'sending' }).at(-1)).toMatchObject({ delivery: { status: 'sending' } });
  });

  it('gives a later failure a line of its own, and one that follows at once none', () => {
    expect(kinds([answer, resolved, fared('d-1', 'failed')])).toEqual(['day', 'reply', 'line', 'line']);
    expect(kinds([answer, fared('d-1', 'failed')])).toEqual(['day', 'reply']);
  });

  it('knows the last message the author saw, past notes and lines', () => {
    expect(lastMessageEvent([message, answer, resolved])?.id).toBe('r-1');
    expect(lastMessageEvent([resolved])).toBeUndefined();
  });
});
