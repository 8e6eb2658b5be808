import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryStatus, deliveryStatuses, mayBecome } from '#domain/channels/delivery.ts';
import type { Conversation } from '#domain/conversations/conversation.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { recordDelivery } from '#domain/conversations/record-delivery.ts';
import { aConversation, aMessage, anAnalysis, anOrigin, aReply, noon, terms } from '#test/support/builders.ts';

const sent = aConversation(aReply({ messageId: 'm1' }));

const told = (state: Conversation, status: DeliveryStatus): Conversation => {
  const events = recordDelivery(
    state,
    { origin: anOrigin({ commitId: status }), news: [{ messageId: 'm1', status }] },
    terms(),
  );
  return evolve(state.id, state, events) ?? state;
};
const endOf = (statuses: readonly DeliveryStatus[]): DeliveryStatus | undefined =>
  statuses.reduce(told, sent).deliveries.m1;

describe('news of a message that we sent', () => {
  it('is written down with its failure and ids', () => {
    const failure = { class: 'INVALID_RECIPIENT', code: '30005', reason: 'no such number' } as const;
    const one = { messageId: 'm1', status: 'failed', failure, providerId: 'SM1' } as const;
    const news = { origin: anOrigin(), news: [one] };
    const [event] = recordDelivery(sent, news, terms());
    expect(event).toMatchObject({ type: 'DeliveryChanged', messageId: 'm1', status: 'failed', failure });
  });

  it('changes nothing the second time', () => {
    const delivered = told(sent, 'delivered');
    const again = { origin: anOrigin(), news: [{ messageId: 'm1', status: 'delivered' }] } as const;
    expect(recordDelivery(delivered, again, terms())).toStrictEqual([]);
  });

  it('changes nothing when it comes after newer news', () => {
    expect(endOf(['sent', 'read', 'delivered', 'sent'])).toBe('read');
  });

  it('may put a message back into the queue only while it is being sent', () => {
    expect(deliveryStatuses.filter((from) => mayBecome(from, 'queued'))).toStrictEqual(['sending']);
  });

  it('ends with read, undeliverable and failed', () => {
    for (const end of ['read', 'undeliverable', 'failed'] as const)
      expect(deliveryStatuses.filter((to) => mayBecome(end, to))).toStrictEqual([]);
  });
});

describe('an answer that does not reach the customer', () => {
  const failed = { origin: anOrigin(), news: [{ messageId: 'm1', status: 'failed' }] } as const;
  const kinds = (state: Conversation) => recordDelivery(state, failed, terms()).map((event) => event.type);

  it('is owed again, so that somebody is told when nobody minds', () => {
    const [, owed] = recordDelivery(sent, failed, terms());
    expect(owed).toMatchObject({
      type: 'DeadlineSet',
      deadline: { kind: 'next-reply', setAt: noon },
      reason: expect.stringContaining('did not reach the customer'),
    });
  });

  it('brings back the conversation that was closed with it', () => {
    const closed = aConversation(aReply({ messageId: 'm1' }), { type: 'ConversationResolved' });
    expect(kinds(closed)).toStrictEqual(['DeliveryChanged', 'ConversationReopened', 'DeadlineSet']);
  });

  it('owes nothing when something was said since', () => {
    const message = aMessage({ providerId: 'SM2', sentAt: '2026-11-19T12:10:00.000Z' });
    const goneOn = aConversation(aReply({ messageId: 'm1' }), {
      type: 'MessageReceived',
      message,
      analysis: anAnalysis(),
    });
    expect(kinds(goneOn)).toStrictEqual(['DeliveryChanged']);
  });

  it('is written down although the promise of its queue is gone', () => {
    expect(recordDelivery(sent, failed, undefined).map((event) => event.type)).toStrictEqual(['DeliveryChanged']);
  });
});

describe('receipts in any order', () => {
  /** What providers send about one message: the way there, and one end. */
  const stories: readonly (readonly DeliveryStatus[])[] = [
    ['sending', 'sent', 'delivered', 'read'],
    ['sending', 'sent', 'undeliverable'],
    ['sending', 'sent', 'delivered', 'undeliverable'],
    ['sending', 'sent', 'failed'],
    ['sending', 'ambiguous', 'sent', 'delivered'],
  ];
  const shuffledStory = fc
    .constantFrom(...stories)
    .chain((story) =>
      fc
        .tuple(fc.constant(story), fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }))
        .map(([told, shuffled]) => ({ end: told.at(-1), shuffled })),
    );

  it('come to the same end, also when each comes twice', () => {
    fc.assert(
      fc.property(shuffledStory, ({ end, shuffled }) => {
        expect(endOf(shuffled)).toBe(end);
      }),
    );
  });

  it('never move a message back from where it has been', () => {
    const rank: Record<DeliveryStatus, number> = {
      queued: 0,
      sending: 1,
      ambiguous: 2,
      sent: 3,
      delivered: 4,
      read: 5,
      undeliverable: 5,
      failed: 5,
    };
    const receipts = fc.array(fc.constantFrom(...deliveryStatuses.filter((status) => status !== 'queued')));
    fc.assert(
      fc.property(receipts, (statuses) => {
        let state = sent;
        for (const status of statuses) {
          const before = state.deliveries.m1 ?? 'queued';
          state = told(state, status);
          const now = state.deliveries.m1 ?? 'queued';
          expect(now === before || rank[now] > rank[before]).toBe(true);
        }
      }),
    );
  });
});
