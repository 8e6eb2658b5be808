import { describe, expect, it } from 'vitest';
import { consequencesOf } from '#domain/conversations/consequences.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { aChange, aConversation, anAgent, aReply, assignedTo, at } from '#test/support/builders.ts';

const follows = (before: Conversation | undefined, ...drafts: readonly Draft[]) => {
  const { events, after } = aChange(before, drafts.length > 0 ? { drafts } : {});
  return consequencesOf(events, after);
};
const route = (urgency: 'urgent' | 'standard' = 'standard') => ({
  do: 'route',
  conversationId: 'conversation',
  urgency,
});
const held = aConversation(assignedTo(anAgent()));

describe('what follows from facts', () => {
  it.each<[string, Conversation | undefined, readonly Draft[]]>([
    ['opened', undefined, []],
    [
      'reopened',
      aConversation({ type: 'ConversationResolved' }),
      [{ type: 'ConversationReopened', reason: 'wrote again' }],
    ],
    [
      'woken',
      aConversation({ type: 'ConversationSnoozed', until: at('18:00') }),
      [{ type: 'ConversationWoken', reason: 'its time had come' }],
    ],
    [
      'moved',
      held,
      [{ type: 'ConversationTransferred', fromQueueId: 'billing', toQueueId: 'returns', reason: 'a return' }],
    ],
    ['put back', held, [{ type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' }]],
  ])('is that a conversation which was %s gets routed', (_, before, drafts) => {
    expect(follows(before, ...drafts)).toStrictEqual([route()]);
  });

  it.each(['urgent', 'high'] as const)('is that one of priority %s is routed ahead of the others', (to) => {
    const urgent = aConversation(assignedTo(anAgent()), {
      type: 'PriorityChanged',
      from: 'normal',
      to,
      reason: 'haste',
    });
    const put: Draft = { type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' };
    expect(follows(urgent, put)).toStrictEqual([route('urgent')]);
  });

  it('is no routing when the same decision gave it to somebody or resolved it', () => {
    const put: Draft = { type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' };
    expect(follows(held, put, assignedTo(anAgent()))).toStrictEqual([]);
    expect(follows(held, put, { type: 'ConversationResolved' })).toStrictEqual([]);
  });

  it('is that a reply is delivered', () => {
    const [deliver] = follows(held, aReply({ messageId: 'm7' }));
    expect(deliver).toMatchObject({ do: 'deliver', conversationId: 'conversation', reply: { messageId: 'm7' } });
  });

  it('is that a snooze ends at its time', () => {
    expect(follows(held, { type: 'ConversationSnoozed', until: at('18:00') })).toStrictEqual([
      { do: 'end-snooze', conversationId: 'conversation', until: at('18:00'), factId: 'commit-0' },
    ]);
  });

  const deadline = {
    id: 'd1',
    kind: 'next-reply',
    policyId: 'standard',
    setAt: at('12:00'),
    dueAt: at('13:00'),
  } as const;
  const set = (...times: readonly string[]): Draft => ({
    type: 'DeadlineSet',
    reason: 'next reply',
    deadline: { ...deadline, steps: times.map((time, level) => ({ level, at: at(time) })) },
  });
  const watch = (time: string, factId: string) => ({
    do: 'watch-deadline',
    conversationId: 'conversation',
    deadlineId: 'd1',
    at: at(time),
    factId,
  });
  const warned: Draft = {
    type: 'EscalationWarned',
    deadlineId: 'd1',
    dueAt: at('13:00'),
    notified: [],
    reason: 'soon',
  };

  it('is that a deadline is watched until its first step, if it has one', () => {
    expect(follows(held, set('12:45', '13:00'))).toStrictEqual([watch('12:45', 'commit-0')]);
    expect(follows(held, set())).toStrictEqual([]);
  });

  it('is that it is watched anew after a warning, and not after an escalation, whose workflow goes on', () => {
    const owed = aConversation(assignedTo(anAgent()), set('12:45', '13:00', '13:30'));
    expect(follows(owed, warned)).toStrictEqual([watch('13:00', 'commit-0')]);
    const escalated: Draft = {
      type: 'ConversationEscalated',
      deadlineId: 'd1',
      level: 1,
      notified: [],
      reason: 'late',
    };
    expect(follows(owed, escalated)).toStrictEqual([]);
  });

  it('is that a snoozed one is watched from when it wakes', () => {
    const snoozed: Draft = { type: 'ConversationSnoozed', until: at('18:00') };
    expect(follows(held, set('12:45'), snoozed).map((each) => each.do)).toStrictEqual(['end-snooze']);
    const asleep = aConversation(assignedTo(anAgent()), set('12:45'), snoozed);
    const woken: Draft = { type: 'ConversationWoken', reason: 'needed now' };
    expect(follows(asleep, woken)).toContainEqual(watch('12:45', 'commit-0'));
  });

  it('is no watch for a deadline that was met or replaced meanwhile', () => {
    expect(follows(held, set('12:45'), { type: 'DeadlineMet', deadlineId: 'd1' })).toStrictEqual([]);
    const { events } = aChange(held, { drafts: [set('12:45')] });
    const replaced = aConversation({
      type: 'DeadlineSet',
      reason: 'next reply',
      deadline: { ...deadline, id: 'd2', steps: [{ level: 0, at: at('14:00') }] },
    });
    expect(consequencesOf(events, replaced)).toStrictEqual([]);
  });

  it('is nothing for what concerns only those who look at it', () => {
    expect(follows(held, { type: 'NoteWritten', text: 'called', authorName: 'Maya' })).toStrictEqual([]);
  });
});
