import { describe, expect, it } from 'vitest';
import { evolve } from '#domain/conversations/evolve.ts';
import type { Interaction } from '#domain/conversations/interaction.ts';
import { historyShown, leaveInto, takeIn } from '#domain/conversations/join-conversations.ts';
import { logInteraction, openWithInteraction } from '#domain/conversations/log-interaction.ts';
import { settleDelivery } from '#domain/conversations/settle-delivery.ts';
import { moveMessages, openSplit } from '#domain/conversations/split-conversation.ts';
import {
  aConversation,
  aCustomer,
  aMessage,
  anOpening,
  anOrigin,
  aReply,
  at,
  history,
  noon,
  terms,
} from '#test/support/builders.ts';

const origin = anOrigin({ commitId: 'now', at: at('13:00') });
const into = { ...aConversation(), id: 'into' };
const from = { ...aConversation(), id: 'from' };
const joining = { origin, from, into, reason: 'Maya joined them: one topic' };

describe('joining two conversations', () => {
  it('ends the one and tells it where it went, and the other what came in', () => {
    expect(leaveInto(joining)).toMatchObject([{ type: 'JoinedIntoOther', intoConversationId: 'into' }]);
    expect(takeIn(joining)).toMatchObject([{ type: 'ConversationJoined', fromConversationId: 'from' }]);
    const ended = evolve('from', from, leaveInto(joining));
    expect(ended).toMatchObject({ stage: { status: 'resolved' }, joinedInto: 'into' });
  });

  it('is done once, however often it is asked for', () => {
    const ended = evolve('from', from, leaveInto(joining));
    const taken = evolve('into', into, takeIn(joining));
    if (!ended || !taken) throw new Error('both are there');
    expect(leaveInto({ ...joining, from: ended })).toStrictEqual([]);
    expect(takeIn({ ...joining, from: ended, into: taken })).toStrictEqual([]);
  });

  it('refuses itself, and what was joined elsewhere', () => {
    expect(() => takeIn({ ...joining, from: into })).toThrow('cannot be joined into itself');
    expect(() => takeIn({ ...joining, into: { ...into, joinedInto: 'third' } })).toThrow('join into that one');
    expect(() => leaveInto({ ...joining, from: { ...from, joinedInto: 'third' } })).toThrow(
      'was joined into third already',
    );
  });

  it('shows both histories as one, in the order of time', () => {
    const [one] = history({ type: 'NoteWritten', text: 'first', authorName: 'Maya' });
    const later = one && { ...one, id: 'later', at: at('14:00') };
    if (!one || !later) throw new Error('both are there');
    expect(historyShown([[later], [one]])).toStrictEqual([one, later]);
  });
});

describe('splitting a conversation', () => {
  const events = history(
    anOpening(),
    { type: 'MessageReceived', message: aMessage() },
    { type: 'MessageReceived', message: aMessage({ providerId: 'SM2', text: 'And another thing: my parcel' }) },
  );
  const second = events.at(-1)?.id ?? '';
  const split = { origin, from, events, eventIds: [second], queueId: 'billing', byName: 'Maya' };

  it('opens a conversation with the messages taken out, which owes a reply of its own', () => {
    const opened = openSplit(split, terms());
    expect(opened.map(({ type }) => type)).toStrictEqual(['ConversationOpened', 'MessageReceived', 'DeadlineSet']);
    expect(evolve('new', undefined, opened)).toMatchObject({
      subject: 'And another thing: my parcel',
      customerId: 'amara',
      replyTo: { address: '+15550100' },
    });
  });

  it('hides them where they were, and says so', () => {
    const moved = moveMessages(split, 'new');
    expect(moved).toMatchObject([{ type: 'MessagesMoved', eventIds: [second], toConversationId: 'new' }]);
    expect(historyShown([[...events, ...moved]]).map(({ id }) => id)).not.toContain(second);
  });

  it('leaves at least one message behind, and takes only messages of the customer', () => {
    const all = events.filter(({ type }) => type === 'MessageReceived').map(({ id }) => id);
    expect(() => moveMessages({ ...split, eventIds: all }, 'new')).toThrow('leave at least one behind');
    expect(() => moveMessages({ ...split, eventIds: [events[0]?.id ?? ''] }, 'new')).toThrow(
      'is no message of the customer',
    );
  });
});

describe('entering what happened outside every channel', () => {
  const visit: Interaction = {
    kind: 'in-person',
    at: at('11:00'),
    durationMinutes: 20,
    people: ['Amara Okafor'],
    text: 'Came by with the broken lamp; gets a new one.',
    outcome: 'resolved',
  };
  const entry = { origin, interaction: visit, authorName: 'Maya Lindt' };
  const owing = aConversation({
    type: 'DeadlineSet',
    reason: 'first reply',
    deadline: { id: 'd1', kind: 'first-reply', policyId: 'standard', setAt: noon, dueAt: at('13:30'), steps: [] },
  });
  const kinds = (outcome: Interaction['outcome']) =>
    logInteraction(owing, { ...entry, interaction: { ...visit, outcome } }).map(({ type }) => type);

  it('keeps the promise when somebody was talked to, and resolves when that settled it', () => {
    expect(kinds('resolved')).toStrictEqual(['InteractionLogged', 'DeadlineMet', 'ConversationResolved']);
    expect(kinds('follow-up')).toStrictEqual(['InteractionLogged', 'DeadlineMet']);
    expect(kinds('no-answer')).toStrictEqual(['InteractionLogged']);
  });

  it('can open a conversation with a customer there is none with', () => {
    const opened = openWithInteraction(entry, { customer: aCustomer(), queueId: 'billing', subject: 'Broken lamp' });
    expect(evolve('new', undefined, opened)).toMatchObject({
      channel: 'in-person',
      subject: 'Broken lamp',
      stage: { status: 'resolved' },
    });
  });

  it('refuses what is to come', () => {
    const tomorrow = { ...entry, interaction: { ...visit, at: '2026-11-20T00:00:00.000Z' } };
    expect(() => logInteraction(owing, tomorrow)).toThrow('is to come; log what has happened');
  });
});

describe('a message that may have been sent', () => {
  const doubtful = aConversation(aReply({ messageId: 'm1' }), {
    type: 'DeliveryChanged',
    messageId: 'm1',
    status: 'ambiguous',
  });
  const found = (was: 'sent' | 'not-sent') => ({ origin, messageId: 'm1', was, byName: 'Maya Lindt' });

  it('is settled by an agent who found out', () => {
    expect(settleDelivery(doubtful, found('sent'), terms())).toMatchObject([
      { type: 'DeliveryChanged', status: 'sent' },
    ]);
  });

  it('is owed again when it was not', () => {
    const events = settleDelivery(doubtful, found('not-sent'), terms());
    expect(events).toMatchObject([{ status: 'failed', failure: { class: 'AMBIGUOUS' } }, { type: 'DeadlineSet' }]);
  });

  it('cannot be settled when there is no doubt', () => {
    const sure = aConversation(aReply({ messageId: 'm1' }));
    expect(() => settleDelivery(sure, found('sent'), terms())).toThrow('message m1 is queued');
  });
});
