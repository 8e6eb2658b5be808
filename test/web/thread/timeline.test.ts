import { describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { lastMessageEvent, timelineOf } from '../../../web/console/thread/timeline.ts';
import { everything } from '../support/channel-samples.ts';
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

  it('takes what was said before a joining for seen: it is not of this conversation alone', () => {
    const joined: ConversationEvent = {
      id: 'j-1',
      at: at(20, 12),
      by: parley,
      type: 'ConversationJoined',
      fromConversationId: 'cv-2',
      reason: 'one topic',
    };
    expect(lastMessageEvent([message, answer, joined, resolved])?.id).toBe('j-1');
  });
});

describe('laying out a conversation of many channels', () => {
  const items = timelineOf(everything().events, { 'wd-0-out': 'ambiguous' });
  const item = (id: string) => items.find((each) => each.id === id);

  it('names the channel where it changes', () => {
    const changes = items.flatMap((each) => ('isOtherChannel' in each && each.isOtherChannel ? [each.id] : []));
    expect(changes).toEqual(['w1-0', 'w7-0', 'w8-0', 'w9-0', 'wd-0']);
  });

  it('folds updates into the message they are about', () => {
    expect(items.some((each) => each.kind === 'line' && each.event.type === 'MessageUpdated')).toBe(false);
    expect(item('w4-0')).toMatchObject({ updates: { reactions: [{ emoji: '👍' }] } });
    expect(item('w8-0')).toMatchObject({ updates: { call: { outcome: 'voicemail' } } });
  });

  it('finds what is quoted by the name that the provider gave our answer', () => {
    expect(item('w5-0')).toMatchObject({ quoted: { eventId: 'w4-0', author: 'Maya Lindt' } });
  });

  it('quotes what a message says now, and nothing of what was unsent', () => {
    const quoting = (quotes: string) => {
      const event = received(conversation, { id: 'q1-0', at: at(21, 9), text: 'That one' });
      if (event.type !== 'MessageReceived') throw new Error('not a message');
      const by = { ...event, message: { ...event.message, connectionId: 'shop-whatsapp', quotes } };
      return timelineOf([...everything().events, by], {}).find(({ id }) => id === 'q1-0');
    };
    expect(quoting('p-w5-0')).toMatchObject({ quoted: { text: 'The front right one, sorry' } });
    expect(quoting('p-w6-0')).toMatchObject({ quoted: { text: '' } });
    expect(quoting('p-unknown')).toMatchObject({ quoted: undefined });
  });

  it('puts a visit where it happened, not where it was entered', () => {
    const visit = everything().events.filter(({ type }) => type === 'InteractionLogged');
    const [entered] = visit;
    const late = entered && { ...entered, at: at(30, 9) };
    const ids = timelineOf([message, ...(late ? [late] : [])], {}).map(({ kind }) => kind);
    expect(ids).toEqual(['day', 'received', 'day', 'interaction']);
  });
});
