import { describe, expect, it } from 'vitest';
import { type Conversation, capacityHolder } from '#domain/conversations/conversation.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { type Draft, facts } from '#domain/conversations/facts.ts';
import { recordDelivery } from '#domain/conversations/record-delivery.ts';
import {
  aConversation,
  aMessage,
  anAgent,
  anAnalysis,
  anOrigin,
  aReply,
  assignedTo,
  at,
  history,
} from '#test/support/builders.ts';

function then(state: Conversation, ...drafts: readonly Draft[]): Conversation {
  const next = evolve(state.id, state, facts(anOrigin({ commitId: `v${state.version}` }), drafts));
  if (!next) throw new Error('an existing conversation stays');
  return next;
}

const received = (message: Parameters<typeof aMessage>[0] = {}): Draft => ({
  type: 'MessageReceived',
  message: aMessage(message),
  analysis: anAnalysis(),
});
const became = (messageId: string, status: Conversation['deliveries'][string]): Draft => ({
  type: 'DeliveryChanged',
  messageId,
  status,
});

describe('the state of a conversation', () => {
  it('is one version older with each decision, however many facts it has', () => {
    const state = aConversation();
    const note: Draft = { type: 'NoteWritten', text: 'called', authorName: 'Maya' };
    expect(then(state, note).version).toBe(state.version + 1);
    expect(then(state, note, note, note).version).toBe(state.version + 1);
  });

  it('begins with its opening and with nothing else', () => {
    expect(evolve('c', undefined, history(received()))).toBeUndefined();
    expect(evolve('c', undefined, [])).toBeUndefined();
  });

  it('does not depend on how its history is cut into decisions', () => {
    const drafts = [assignedTo(anAgent()), aReply({ messageId: 'm1' }), became('m1', 'sent')];
    const whole = aConversation(...drafts);
    const stepwise = drafts.reduce<Conversation>((state, draft) => then(state, draft), aConversation());
    const told = ({ lastMessage, version, ...rest }: Conversation) => rest;
    expect(told(stepwise)).toStrictEqual(told(whole));
  });

  it('goes back to nobody, remembering who had it, when it returns', () => {
    const resolved = aConversation(assignedTo(anAgent()), { type: 'ConversationResolved' });
    const state = then(resolved, { type: 'ConversationReopened', reason: 'the customer wrote again' });
    expect(state).toMatchObject({ holder: { kind: 'nobody' }, preferredAgentId: 'maya', stage: { status: 'open' } });
  });

  it('forgets who had it when it was put back or moved elsewhere on purpose', () => {
    const held = aConversation(assignedTo(anAgent()));
    const put = then(held, { type: 'ConversationUnassigned', agentId: 'maya', reason: 'put back' });
    const moved = then(held, {
      type: 'ConversationTransferred',
      fromQueueId: 'billing',
      toQueueId: 'returns',
      reason: 'it is a return',
    });
    expect([put, moved].map((state) => state.preferredAgentId)).toStrictEqual([undefined, undefined]);
    expect(moved).toMatchObject({ queueId: 'returns', holder: { kind: 'nobody' } });
  });

  it('takes a place of an agent only while it is open', () => {
    const held = aConversation(assignedTo(anAgent()));
    expect(capacityHolder(held)).toBe('maya');
    expect(capacityHolder(then(held, { type: 'ConversationSnoozed', until: at('18:00') }))).toBeUndefined();
    expect(capacityHolder(then(held, { type: 'ConversationResolved' }))).toBeUndefined();
  });
});

describe('the last message', () => {
  it('is shown in one line of at most 120 characters', () => {
    const state = then(aConversation(), received({ text: `  one\n\ttwo ${'🙏'.repeat(200)}`, sentAt: at('12:30') }));
    expect(state.lastMessage?.preview).toBe(`one two ${'🙏'.repeat(112)}`);
  });

  it('is the one sent last, not the one that arrived last', () => {
    const young = then(aConversation(), received({ text: 'second', sentAt: at('12:30'), providerId: 'SM3' }));
    const state = then(young, received({ text: 'first', sentAt: at('12:10'), providerId: 'SM2' }));
    expect(state.lastMessage?.preview).toBe('second');
  });

  it('tells how our own fares', () => {
    const state = then(aConversation(aReply({ messageId: 'm1' })), became('m1', 'delivered'));
    expect(state.lastMessage).toMatchObject({ direction: 'out', delivery: 'delivered' });
  });

  it('does not take news of an older reply for its own', () => {
    const state = then(aConversation(aReply({ messageId: 'm1' }), aReply({ messageId: 'm2' })), became('m1', 'failed'));
    expect(state.lastMessage?.delivery).toBe('queued');
    expect(state.deliveries).toStrictEqual({ m1: 'failed', m2: 'queued' });
  });

  it('does not bring back the news of a reply that the customer has answered', () => {
    const answered = then(aConversation(aReply({ messageId: 'm1' })), received({ sentAt: at('12:30') }));
    expect(then(answered, became('m1', 'read')).lastMessage).not.toHaveProperty('delivery');
  });
});

describe('where a reply goes', () => {
  const mail = (replyTo: string, more: Parameters<typeof aMessage>[0] = {}): Draft =>
    received({
      channel: 'email',
      email: { references: ['<r@x>'], to: [], cc: ['boss@x.example'], verdicts: {}, messageId: '<m@x>', replyTo },
      ...more,
    });

  it('is what the latest message says', () => {
    const state = then(aConversation(), mail('amara@x.example', { sentAt: at('12:30'), subject: 'Refund' }));
    expect(state.replyTo).toEqual({
      address: 'amara@x.example',
      cc: ['boss@x.example'],
      subject: 'Refund',
      messageId: '<m@x>',
      references: ['<r@x>'],
    });
  });

  it('is not the address of a machine', () => {
    const state = then(aConversation(), mail('robot@x.example', { sentAt: at('12:30'), automatic: 'bulk' }));
    expect(state.replyTo?.address).toBe('+15550100');
  });
});

describe('what is remembered of deliveries', () => {
  const replies = (count: number): readonly Draft[] =>
    Array.from({ length: count }, (_, index) => aReply({ messageId: `m${index}` }));
  const sentAll = (state: Conversation): Conversation =>
    Object.keys(state.deliveries).reduce((before, id) => then(before, became(id, 'sent')), state);

  it('stays bounded once they have left', () => {
    const many = sentAll(aConversation(...replies(60)));
    const state = then(many, aReply({ messageId: 'last' }));
    expect(Object.keys(state.deliveries)).toHaveLength(20);
    expect(state.deliveries).toHaveProperty('last', 'queued');
  });

  it('never forgets one that has not left: it would never be sent', () => {
    expect(aConversation(...replies(30)).deliveries).toHaveProperty('m0', 'queued');
  });

  it('does not grow again by late news of one forgotten', () => {
    const state = then(sentAll(aConversation(...replies(60))), aReply({ messageId: 'last' }));
    const news = { origin: anOrigin(), news: [{ messageId: 'm0', status: 'read' }] } as const;
    expect(recordDelivery(state, news, undefined)).toStrictEqual([]);
    const told: readonly ConversationEvent[] = facts(anOrigin(), [became('m0', 'read')]);
    expect(evolve(state.id, state, told)).toStrictEqual({ ...state, version: state.version + 1 });
  });
});
