import { describe, expect, it } from 'vitest';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { deadlineFrom } from '#domain/escalation/deadlines.ts';
import { escalate, type Lateness, looksAgainAt } from '#domain/escalation/escalate.ts';
import type { EscalationAction } from '#domain/escalation/policy.ts';
import { aConversation, anAgent, anOrigin, aPolicy, assignedTo, at, terms } from '#test/support/builders.ts';

const maya = anAgent();
const lead = anAgent({ id: 'iris', name: 'Iris Falk', leadsQueueIds: ['billing'] });
const busyLead = anAgent({ id: 'otto', name: 'Otto Rau', leadsQueueIds: ['billing'], load: 3 });

const owed: Draft = {
  type: 'DeadlineSet',
  reason: 'first reply',
  deadline: deadlineFrom(terms(), { id: 'd1', kind: 'first-reply', setAt: at('12:00') }),
};
const warned: Draft = { type: 'EscalationWarned', deadlineId: 'd1', dueAt: at('13:00'), notified: [], reason: 'soon' };

const late = (time: string, overrides: Partial<Lateness> = {}): Lateness => ({
  origin: anOrigin({ commitId: 'late', at: at(time), by: { kind: 'parley', rule: 'escalation' } }),
  deadlineId: 'd1',
  dueAt: at(time),
  policy: aPolicy(),
  leads: [lead],
  ...overrides,
});
const doing = (...actions: EscalationAction[]) => ({ policy: aPolicy({ levels: [{ afterMinutes: 0, actions }] }) });
const types = (events: readonly ConversationEvent[]) => events.map((event) => event.type);

describe('the warning', () => {
  it('goes to whoever has the conversation', () => {
    expect(escalate(aConversation(assignedTo(maya), owed), late('12:45'))).toMatchObject([
      { type: 'EscalationWarned', notified: ['maya'], dueAt: at('13:00'), reason: 'reply due soon; told Maya Lindt' },
    ]);
  });

  it('goes to the leads of the queue while nobody has it', () => {
    expect(escalate(aConversation(owed), late('12:45'))).toMatchObject([
      { notified: ['iris'], reason: 'reply due soon; told Iris Falk' },
    ]);
  });
});

describe('a level', () => {
  const state = aConversation(assignedTo(maya), owed, warned);
  const raised: Draft = { type: 'PriorityChanged', from: 'normal', to: 'urgent', reason: 'haste' };

  it('tells the leads and raises the priority, with reasons', () => {
    expect(escalate(state, late('13:00'))).toMatchObject([
      {
        type: 'ConversationEscalated',
        level: 1,
        notified: ['iris'],
        reason: 'no reply in time; level 1 of 2 (policy Standard): told Iris Falk; priority normal → high',
      },
      { type: 'PriorityChanged', from: 'normal', to: 'high', reason: 'raised because the reply is late' },
    ]);
  });

  it('says so when there is nobody to be told', () => {
    const [escalated] = escalate(state, late('13:00', { leads: [] }));
    expect(escalated).toMatchObject({ notified: [], reason: expect.stringContaining('nobody: the queue has no lead') });
  });

  it('raises nothing that is urgent already', () => {
    const urgent = aConversation(assignedTo(maya), owed, warned, raised);
    const events = escalate(urgent, late('13:00'));
    expect(types(events)).toStrictEqual(['ConversationEscalated']);
    expect(events[0]).toMatchObject({ reason: expect.stringContaining('priority is urgent already') });
  });

  const handed = (before: Conversation, ...leads: Lateness['leads']) =>
    escalate(before, late('13:00', { leads, ...doing({ do: 'reassign-to-lead' }) }));

  it('hands it to the lead with the most room', () => {
    expect(handed(state, busyLead, { ...lead, id: 'eva', name: 'Eva', load: 1 }, lead)).toMatchObject([
      { type: 'ConversationEscalated', reason: expect.stringContaining('handed to Iris Falk') },
      { type: 'ConversationAssigned', agentId: 'iris', reason: 'Iris Falk leads the queue and the reply is late' },
    ]);
  });

  it.each([
    ['no lead has room', handed(state, busyLead), 'no lead has room to take it'],
    ['the leads are offline', handed(state, { ...lead, presence: 'offline' }), 'no lead has room to take it'],
    ['a lead has it', handed(aConversation(assignedTo(lead), owed, warned), lead, busyLead), 'a lead has it already'],
  ])('hands it to nobody when %s, and says so', (_, events, told) => {
    expect(types(events)).toStrictEqual(['ConversationEscalated']);
    expect(events[0]).toMatchObject({ reason: expect.stringContaining(told) });
  });

  it('moves it to another queue', () => {
    expect(escalate(state, late('13:00', doing({ do: 'move-to-queue', queueId: 'desk' })))).toMatchObject([
      { type: 'ConversationEscalated', reason: expect.stringContaining('moved to desk') },
      { type: 'ConversationTransferred', fromQueueId: 'billing', toQueueId: 'desk', reason: 'the reply is late' },
    ]);
  });

  it('does not move it into the queue it is in', () => {
    const events = escalate(state, late('13:00', doing({ do: 'move-to-queue', queueId: 'billing' })));
    expect(types(events)).toStrictEqual(['ConversationEscalated']);
  });

  it('tells the leads when the policy has no such level any more', () => {
    const [escalated] = escalate(state, late('13:00', { policy: aPolicy({ levels: [] }) }));
    expect(escalated).toMatchObject({ level: 1, notified: ['iris'] });
  });
});

describe('nothing', () => {
  it.each<[string, Conversation, string]>([
    ['before the step is due', aConversation(owed), '12:44'],
    ['once it was answered', aConversation(owed, { type: 'DeadlineMet', deadlineId: 'd1' }), '13:00'],
    ['once it was resolved', aConversation(owed, { type: 'ConversationResolved' }), '13:00'],
    [
      'once the deadline was replaced',
      aConversation(owed, {
        type: 'DeadlineSet',
        reason: 'next reply',
        deadline: deadlineFrom(terms(), { id: 'd2', kind: 'next-reply', setAt: at('12:30') }),
      }),
      '13:00',
    ],
    ['while it is snoozed', aConversation(owed, { type: 'ConversationSnoozed', until: at('18:00') }), '13:00'],
  ])('happens %s', (_, state, time) => {
    expect(escalate(state, late(time))).toStrictEqual([]);
  });
});

describe('the next look', () => {
  const looks = (state: Conversation) => looksAgainAt(state, 'd1', at('12:00'));

  it('is at the next step', () => {
    expect(looks(aConversation(owed))).toBe(at('12:45'));
    expect(looks(aConversation(owed, warned))).toBe(at('13:00'));
  });

  it('is left to whoever wakes it while it is snoozed', () => {
    const snoozed = (until: string) => aConversation(owed, { type: 'ConversationSnoozed', until });
    expect(looks(snoozed(at('18:00')))).toBeUndefined();
    expect(looksAgainAt(snoozed(at('12:10')), 'd1', at('12:10'))).toBe(at('12:45'));
  });

  it('never is once the deadline is met', () => {
    expect(looks(aConversation(owed, { type: 'DeadlineMet', deadlineId: 'd1' }))).toBeUndefined();
  });
});

describe('what is due', () => {
  it('is what was waited for, whatever our clock says', () => {
    const state = aConversation(owed, warned);
    expect(escalate(state, late('12:55', { dueAt: at('13:00') }))).toMatchObject([
      { type: 'ConversationEscalated' },
      { type: 'PriorityChanged' },
    ]);
    expect(escalate(state, late('13:05', { dueAt: at('12:59') }))).toStrictEqual([]);
  });
});
