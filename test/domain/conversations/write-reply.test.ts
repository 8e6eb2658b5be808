import { describe, expect, it } from 'vitest';
import { limitsOf } from '#domain/channels/limits.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import type { Draft } from '#domain/conversations/facts.ts';
import { holdsReply, unseenBy } from '#domain/conversations/unseen.ts';
import { type Reply, targetOf, writeReply } from '#domain/conversations/write-reply.ts';
import type { Queue } from '#domain/routing/queue.ts';
import {
  aConversation,
  aMessage,
  anAgent,
  anAnalysis,
  anOrigin,
  aQueue,
  aReply,
  assignedTo,
  at,
  history,
} from '#test/support/builders.ts';

const providerOf = { email: 'ses-email', sms: 'twilio-sms', whatsapp: 'meta-whatsapp' } as const;
const limitsFor = ({ channel }: Conversation) =>
  limitsOf(channel in providerOf ? providerOf[channel as keyof typeof providerOf] : 'telegram', channel);

/** Maya answers, to where the customer wrote from. */
const answer = (state: Conversation, overrides: Partial<Reply> = {}): readonly ConversationEvent[] =>
  writeReply(state, {
    origin: anOrigin({ commitId: 'answer', at: at('12:30') }),
    messageId: 'answer',
    author: anAgent(),
    text: 'It is on its way.',
    attachments: [],
    cc: [],
    target: targetOf(state),
    limits: limitsFor(state),
    optedOut: state.optedOut,
    thenResolve: 'leave-open',
    ...overrides,
  });
const types = (events: readonly ConversationEvent[]) => events.map((event) => event.type);
const deadlineSet: Draft = {
  type: 'DeadlineSet',
  reason: 'first reply',
  deadline: { id: 'd1', kind: 'first-reply', policyId: 'standard', setAt: at('12:00'), dueAt: at('13:00'), steps: [] },
};

describe('answering a customer', () => {
  it('queues the message for the address the customer wrote from', () => {
    const state = aConversation(assignedTo(anAgent()));
    const events = answer(state);
    expect(events).toMatchObject([
      { type: 'ReplyWritten', to: '+15550100', channel: 'sms', connectionId: 'support-sms', authorName: 'Maya Lindt' },
    ]);
    expect(evolve(state.id, state, events)?.deliveries).toStrictEqual({ answer: 'queued' });
  });

  it('answers mail in its thread', () => {
    const message = aMessage({
      channel: 'email',
      sentAt: at('12:10'),
      subject: 'Refund',
      email: { messageId: '<2@x>', references: ['<1@x>'], to: [], cc: [], verdicts: {}, replyTo: 'amara@x.example' },
    });
    const state = {
      ...aConversation({ type: 'MessageReceived', message, analysis: undefined }),
      channel: 'email' as const,
    };
    expect(answer(state, { cc: ['boss@x.example'] })[0]).toMatchObject({
      to: 'amara@x.example',
      cc: ['boss@x.example'],
      subject: 'Refund',
      inReplyTo: '<2@x>',
      references: ['<1@x>'],
    });
  });

  it('keeps the promise that runs', () => {
    const state = aConversation(assignedTo(anAgent()), deadlineSet);
    const events = answer(state);
    expect(types(events)).toStrictEqual(['ReplyWritten', 'DeadlineMet']);
    expect(evolve(state.id, state, events)?.deadline).toBeUndefined();
  });

  it('resolves it too when asked to, once', () => {
    const state = aConversation(assignedTo(anAgent()));
    expect(types(answer(state, { thenResolve: 'resolve' }))).toStrictEqual(['ReplyWritten', 'ConversationResolved']);
    const resolved = aConversation({ type: 'ConversationResolved' });
    expect(types(answer(resolved, { thenResolve: 'resolve' }))).toStrictEqual(['ReplyWritten']);
  });

  it('takes a conversation that nobody has, and says why', () => {
    expect(answer(aConversation())[1]).toMatchObject({
      type: 'ConversationAssigned',
      agentId: 'maya',
      by: { kind: 'parley', rule: 'answering-takes' },
      reason: 'Maya Lindt answered it and nobody had it',
    });
  });

  it('takes it out of the waiting line', () => {
    const waiting = aConversation({ type: 'WaitingStarted', queueId: 'billing', reason: 'nobody is free' });
    expect(types(answer(waiting))).toContain('ConversationAssigned');
  });

  it.each([
    ['the author is full', aConversation(), anAgent({ capacity: 1, load: 1 })],
    ['a colleague has it', aConversation(assignedTo(anAgent({ id: 'noah' }))), anAgent()],
    ['it is resolved', aConversation({ type: 'ConversationResolved' }), anAgent()],
  ])('leaves it where it is when %s', (_, state, author) => {
    expect(types(answer(state, { author }))).toStrictEqual(['ReplyWritten']);
  });

  it('is refused when the customer asked not to be written to', () => {
    const stop = aMessage({ providerId: 'SM2', keyword: 'stop' });
    const state = aConversation({ type: 'MessageReceived', message: stop, analysis: undefined });
    expect(() => answer(state)).toThrow(
      expect.objectContaining({ kind: 'conflict', message: expect.stringContaining('use another channel') }),
    );
  });

  it('refuses copies on a channel that has none', () => {
    expect(() => answer(aConversation(), { cc: ['boss@x.example'] })).toThrow(
      expect.objectContaining({ kind: 'invalid', message: 'cc is for email; this answer goes by sms' }),
    );
  });

  it('is refused while there is no address to answer to', () => {
    const { replyTo, ...state } = aConversation();
    expect(replyTo).toBeDefined();
    expect(() => answer(state)).toThrow(expect.objectContaining({ kind: 'conflict' }));
  });
});

describe('holding a reply back', () => {
  const wrote = (agentId: string): Draft => aReply({ messageId: agentId });
  const customerWrote: Draft = { type: 'MessageReceived', message: aMessage(), analysis: anAnalysis() };
  const [seen, customer, note, mine, theirs] = history(
    customerWrote,
    customerWrote,
    { type: 'NoteWritten', text: 'called', authorName: 'Noah' },
    wrote('maya'),
    wrote('noah'),
  );
  const byNoah = (event: ConversationEvent | undefined) =>
    event && ({ ...event, by: { kind: 'agent', id: 'noah' } } as ConversationEvent);
  const events = [seen, customer, byNoah(note), mine, byNoah(theirs)].filter((event) => event !== undefined);
  const unseen = (holdReplyWhen: Queue['holdReplyWhen'], lastSeenEventId = seen?.id ?? '') =>
    unseenBy(aQueue({ holdReplyWhen }), { id: 'maya', lastSeenEventId }, events).map((event) => event.id);

  it.each([
    ['anyone-wrote', [customer?.id, theirs?.id]],
    ['agent-wrote', [theirs?.id]],
    ['never', []],
  ] as const)('when "%s" shows what counts, and never one\'s own or a note', (setting, expected) => {
    expect(unseen(setting)).toStrictEqual(expected);
  });

  it('has nothing to show once the last one was seen', () => {
    expect(unseen('anyone-wrote', theirs?.id)).toStrictEqual([]);
  });

  it('refuses an event that is not of this conversation, and tells what would be', () => {
    expect(() => unseen('anyone-wrote', 'elsewhere')).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message:
          'lastSeenEventId "elsewhere" is not an event of this conversation; send the id of the last event you showed',
      }),
    );
  });

  it("counts a reply that a rule wrote as somebody else's", () => {
    const automatic = { ...mine, by: { kind: 'parley', rule: 'macro' } } as ConversationEvent;
    expect(holdsReply(aQueue({ holdReplyWhen: 'agent-wrote' }), 'maya', automatic)).toBe(true);
  });
});
