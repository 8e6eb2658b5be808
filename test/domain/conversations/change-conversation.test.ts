import { describe, expect, it } from 'vitest';
import {
  assignTo,
  reopen,
  resolve,
  setPriority,
  snooze,
  transfer,
  unassign,
  wake,
  writeNote,
} from '#domain/conversations/change-conversation.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { aConversation, anAgent, anOrigin, assignedTo, at } from '#test/support/builders.ts';

const origin = anOrigin({ commitId: 'now', at: at('13:00') });
const maya = anAgent();
const open = aConversation();
const held = aConversation(assignedTo(maya));
const snoozed = aConversation(assignedTo(maya), { type: 'ConversationSnoozed', until: at('18:00') });
const resolved = aConversation(assignedTo(maya), { type: 'ConversationResolved' });

const made = (state: Conversation, events: readonly ConversationEvent[]) => evolve(state.id, state, events);
const conflict = (message: string) => expect.objectContaining({ kind: 'conflict', message });

describe('a note', () => {
  it('is added whatever the conversation is', () => {
    for (const state of [open, held, snoozed, resolved])
      expect(writeNote(state, { origin, text: 'called', authorName: 'Maya' })).toMatchObject([
        { type: 'NoteWritten', text: 'called', authorName: 'Maya' },
      ]);
  });
});

describe('assigning', () => {
  const to = (state: Conversation, agent = anAgent({ id: 'noah', name: 'Noah Wirth' })) =>
    assignTo(state, { origin, agent, reason: 'Maya gave it to Noah' });

  it('gives it to an agent with a reason', () => {
    expect(to(held)).toMatchObject([{ type: 'ConversationAssigned', agentId: 'noah', reason: 'Maya gave it to Noah' }]);
    expect(made(held, to(held))?.holder).toMatchObject({ kind: 'agent', agentId: 'noah', since: at('13:00') });
  });

  it('changes nothing when that agent has it, even if full', () => {
    expect(to(held, { ...maya, load: 3 })).toStrictEqual([]);
  });

  it('is refused when the agent has no place left', () => {
    expect(() => to(open, anAgent({ name: 'Noah', load: 3 }))).toThrow(
      conflict('Noah is full (3 of 3); choose somebody with room'),
    );
  });

  it('is refused when the conversation is resolved', () => {
    expect(() => to(resolved)).toThrow(
      conflict('conversation conversation is resolved and cannot be assigned; reopen it first'),
    );
  });
});

describe('putting back', () => {
  it('leaves it to nobody', () => {
    expect(made(held, unassign(held, origin))?.holder).toStrictEqual({ kind: 'nobody' });
  });

  it('changes nothing when nobody has it', () => {
    expect(unassign(open, origin)).toStrictEqual([]);
  });
});

describe('moving to another queue', () => {
  const toReturns = (state: Conversation, queueId = 'returns') =>
    transfer(state, { origin, queueId, reason: 'it is a return' });

  it('tells from where, to where and why, and frees its agent', () => {
    expect(toReturns(held)).toMatchObject([
      { type: 'ConversationTransferred', fromQueueId: 'billing', toQueueId: 'returns', reason: 'it is a return' },
    ]);
    expect(made(held, toReturns(held))).toMatchObject({ queueId: 'returns', holder: { kind: 'nobody' } });
  });

  it('is refused into the queue it is in', () => {
    expect(() => toReturns(held, 'billing')).toThrow(
      conflict('conversation conversation is in queue billing already; choose another queue'),
    );
  });

  it('is refused when it is resolved', () => {
    expect(() => toReturns(resolved)).toThrow(expect.objectContaining({ kind: 'conflict' }));
  });
});

describe('setting the priority', () => {
  it('tells what it was and what it is', () => {
    expect(setPriority(open, { origin, priority: 'low', reason: 'set by Maya' })).toMatchObject([
      { type: 'PriorityChanged', from: 'normal', to: 'low', reason: 'set by Maya' },
    ]);
  });

  it('changes nothing when it is that already', () => {
    expect(setPriority(open, { origin, priority: 'normal', reason: 'set by Maya' })).toStrictEqual([]);
  });
});

describe('snoozing', () => {
  it('puts it away until its time', () => {
    expect(made(held, snooze(held, { origin, until: at('18:00') }))?.stage).toStrictEqual({
      status: 'snoozed',
      until: at('18:00'),
    });
  });

  it('may be prolonged', () => {
    expect(made(snoozed, snooze(snoozed, { origin, until: at('20:00') }))?.stage).toMatchObject({
      until: at('20:00'),
    });
  });

  it.each([at('13:00'), at('12:59')])('is refused until %s, which has passed', (until) => {
    expect(() => snooze(held, { origin, until })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message: `until ${until} has passed; give a time after ${at('13:00')}`,
      }),
    );
  });

  it('is refused when it is resolved', () => {
    expect(() => snooze(resolved, { origin, until: at('18:00') })).toThrow(
      expect.objectContaining({ kind: 'conflict' }),
    );
  });

  it('ends at exactly the time that was set, and at none that was replaced', () => {
    const alarm = { origin: anOrigin({ at: at('18:00') }), until: at('18:00') };
    expect(wake(snoozed, alarm)).toMatchObject([{ type: 'ConversationWoken', reason: 'its time had come' }]);
    const prolonged = made(snoozed, snooze(snoozed, { origin, until: at('20:00') })) ?? snoozed;
    for (const state of [prolonged, held, resolved]) expect(wake(state, alarm)).toStrictEqual([]);
  });
});

describe('resolving', () => {
  it('ends what was promised', () => {
    const late = aConversation({
      type: 'ConversationEscalated',
      deadlineId: 'd1',
      level: 2,
      notified: [],
      reason: 'late',
    });
    expect(made(late, resolve(late, origin))).toMatchObject({ stage: { status: 'resolved' }, escalationLevel: 0 });
  });

  it('changes nothing the second time', () => {
    expect(resolve(resolved, origin)).toStrictEqual([]);
  });
});

describe('opening again', () => {
  it.each([
    ['resolved', resolved, 'ConversationReopened'],
    ['snoozed', snoozed, 'ConversationWoken'],
  ])('brings back what is %s, for whoever had it', (_, state, type) => {
    const events = reopen(state, { origin, reason: 'Maya opened it again' });
    expect(events).toMatchObject([{ type, reason: 'Maya opened it again' }]);
    expect(made(state, events)).toMatchObject({ stage: { status: 'open' }, preferredAgentId: 'maya' });
  });

  it('changes nothing when it is open', () => {
    expect(reopen(held, { origin, reason: 'again' })).toStrictEqual([]);
  });
});
