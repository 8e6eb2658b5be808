import { describe, expect, it } from 'vitest';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent, EventOf } from '#domain/conversations/events.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { type Reception, receiveMessage } from '#domain/conversations/receive-message.ts';
import {
  aConversation,
  aCustomer,
  aMessage,
  anAgent,
  anAnalysis,
  anOrigin,
  aQueue,
  assignedTo,
  at,
  terms,
} from '#test/support/builders.ts';

const reception = (overrides: Partial<Reception> = {}): Reception => ({
  origin: anOrigin({ commitId: 'new', at: at('13:00'), by: { kind: 'customer', id: 'amara' } }),
  message: aMessage({ providerId: 'SM2', text: 'And where is it now?', sentAt: at('13:00') }),
  analysis: anAnalysis(),
  customer: aCustomer(),
  queue: aQueue(),
  terms: terms(),
  placedBecause: 'first contact of a new customer',
  ...overrides,
});

const types = (events: readonly ConversationEvent[]) => events.map((event) => event.type);

function only<Type extends ConversationEvent['type']>(
  events: readonly ConversationEvent[],
  type: Type,
): EventOf<Type> | undefined {
  return events.find((event): event is EventOf<Type> => event.type === type);
}

const made = (state: Conversation | undefined, events: readonly ConversationEvent[]): Conversation | undefined =>
  evolve('conversation', state, events);

const angry = anAnalysis({
  sentiment: 'NEGATIVE',
  scores: { positive: 0, negative: 0.9, neutral: 0.1, mixed: 0 },
});

describe('a message that belongs nowhere yet', () => {
  it('opens a conversation in the queue of its connection and owes a first reply', () => {
    const events = receiveMessage(undefined, reception());
    expect(types(events)).toStrictEqual(['ConversationOpened', 'MessageReceived', 'DeadlineSet']);
    expect(made(undefined, events)).toMatchObject({
      queueId: 'billing',
      customerName: 'Amara Okafor',
      stage: { status: 'open' },
      holder: { kind: 'nobody' },
      deadline: { kind: 'first-reply', dueAt: at('14:00') },
    });
  });

  it('says why it opened one, at which priority, and by which rule', () => {
    const opened = only(receiveMessage(undefined, reception()), 'ConversationOpened');
    expect(opened?.reason).toBe(
      'first contact of a new customer; priority normal: nothing in the text asks for more haste',
    );
    expect(opened?.by).toStrictEqual({ kind: 'parley', rule: 'place-message' });
  });

  it('is told by the customer, while what follows from it is told by rules', () => {
    const events = receiveMessage(undefined, reception());
    expect(only(events, 'MessageReceived')?.by).toStrictEqual({ kind: 'customer', id: 'amara' });
    expect(only(events, 'DeadlineSet')).toMatchObject({
      by: { kind: 'parley', rule: 'sla' },
      reason: 'first reply within 60 business minutes (policy Standard, calendar Always open)',
    });
  });

  it('takes its subject from the mail, else from the text, on one line', () => {
    const subjectOf = (message: Parameters<typeof aMessage>[0]) =>
      only(receiveMessage(undefined, reception({ message: aMessage(message) })), 'ConversationOpened')?.subject;
    expect(subjectOf({ subject: 'Refund\n 88120' })).toBe('Refund 88120');
    expect(subjectOf({ text: '  my  parcel\nis gone ' })).toBe('my parcel is gone');
    expect(subjectOf({ text: ' \n ' })).toBe('(no text)');
    expect(subjectOf({ text: '🙏'.repeat(300) })).toBe('🙏'.repeat(200));
  });

  it('starts at the priority of its queue', () => {
    const events = receiveMessage(undefined, reception({ queue: aQueue({ defaultPriority: 'high' }) }));
    expect(only(events, 'ConversationOpened')?.priority).toBe('high');
  });

  it.each([
    ['the text asks for haste', anAnalysis({ urgent: true }), 'urgent'],
    ['negative sentiment (90 %)', angry, 'high'],
  ])('opens more urgent because %s', (reason, analysis, priority) => {
    const opened = only(receiveMessage(undefined, reception({ analysis })), 'ConversationOpened');
    expect(opened?.priority).toBe(priority);
    expect(opened?.reason).toContain(`priority ${priority}: ${reason}`);
  });

  it('opens low and owes nothing when a machine wrote it, however urgent it sounds', () => {
    const message = aMessage({ automatic: 'Auto-Submitted: auto-replied' });
    const events = receiveMessage(undefined, reception({ message, analysis: anAnalysis({ urgent: true }) }));
    expect(types(events)).toStrictEqual(['ConversationOpened', 'MessageReceived']);
    expect(only(events, 'ConversationOpened')).toMatchObject({
      priority: 'low',
      reason: expect.stringContaining('automatic mail (Auto-Submitted: auto-replied)'),
    });
  });

  it.each(['stop', 'help'] as const)('owes no reply to the keyword %s', (keyword) => {
    const events = receiveMessage(undefined, reception({ message: aMessage({ keyword }), analysis: undefined }));
    expect(types(events)).toStrictEqual(['ConversationOpened', 'MessageReceived']);
  });
});

describe('a message in an open conversation', () => {
  const deadline: Draft = {
    type: 'DeadlineSet',
    reason: 'first reply',
    deadline: {
      id: 'd1',
      kind: 'first-reply',
      policyId: 'standard',
      setAt: at('12:00'),
      dueAt: at('13:00'),
      steps: [],
    },
  };

  it('is added, and the deadline that runs goes on running', () => {
    expect(types(receiveMessage(aConversation(deadline), reception()))).toStrictEqual(['MessageReceived']);
  });

  it('owes the next reply once the one before was given', () => {
    const state = aConversation(deadline, { type: 'DeadlineMet', deadlineId: 'd1' });
    const set = only(receiveMessage(state, reception()), 'DeadlineSet');
    expect(set?.deadline).toMatchObject({ id: 'new', kind: 'next-reply', setAt: at('13:00'), dueAt: at('15:00') });
  });

  it.each([
    ['the text asks for haste', anAnalysis({ urgent: true }), 'urgent'],
    ['negative sentiment (90 %)', angry, 'high'],
  ] as const)('makes it more urgent because %s', (reason, analysis, to) => {
    const raised = only(receiveMessage(aConversation(deadline), reception({ analysis })), 'PriorityChanged');
    expect(raised).toMatchObject({ from: 'normal', to, reason, by: { kind: 'parley', rule: 'priority' } });
  });

  it('never makes it less urgent', () => {
    const state = aConversation(deadline, { type: 'PriorityChanged', from: 'normal', to: 'urgent', reason: 'late' });
    expect(types(receiveMessage(state, reception({ analysis: angry })))).toStrictEqual(['MessageReceived']);
  });

  it('does not take a doubtful complaint for one', () => {
    const analysis = anAnalysis({
      sentiment: 'NEGATIVE',
      scores: { positive: 0.3, negative: 0.5, neutral: 0.2, mixed: 0 },
    });
    expect(types(receiveMessage(aConversation(deadline), reception({ analysis })))).toStrictEqual(['MessageReceived']);
  });

  it('stops replies with STOP and allows them again with START', () => {
    const said = (state: Conversation, keyword: 'start' | 'stop') => {
      const message = aMessage({ providerId: keyword, keyword });
      return made(state, receiveMessage(state, reception({ message, analysis: undefined })));
    };
    const stopped = said(aConversation(), 'stop');
    expect(stopped?.optedOut).toBe(true);
    expect(stopped && said(stopped, 'start')?.optedOut).toBe(false);
  });
});

describe('a message in a conversation that was put away', () => {
  const had = [assignedTo(anAgent())] as const;
  const resolved = aConversation(...had, { type: 'ConversationResolved' });
  const snoozed = aConversation(...had, { type: 'ConversationSnoozed', until: at('18:00') });

  it.each([
    ['reopens it when it was resolved', resolved, 'ConversationReopened'],
    ['wakes it when it was snoozed', snoozed, 'ConversationWoken'],
  ] as const)('%s, for whoever had it', (_, state, type) => {
    const events = receiveMessage(state, reception());
    expect(types(events)).toStrictEqual([type, 'MessageReceived', 'DeadlineSet']);
    expect(only(events, type)).toMatchObject({
      reason: 'the customer wrote again',
      by: { kind: 'parley', rule: 'customer-wrote' },
    });
    expect(made(state, events)).toMatchObject({
      stage: { status: 'open' },
      holder: { kind: 'nobody' },
      preferredAgentId: 'maya',
      deadline: { kind: 'next-reply' },
    });
  });

  it.each([
    ['resolved', resolved],
    ['snoozed', snoozed],
  ] as const)('leaves it %s when a machine wrote', (status, state) => {
    const message = aMessage({ automatic: 'vacation notice', providerId: 'SM9' });
    const events = receiveMessage(state, reception({ message, analysis: undefined }));
    expect(types(events)).toStrictEqual(['MessageReceived']);
    expect(made(state, events)).toMatchObject({ stage: { status }, holder: { kind: 'agent', agentId: 'maya' } });
  });
});
