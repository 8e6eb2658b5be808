import fc from 'fast-check';
import type { DeliveryStatus } from '#domain/channels/delivery.ts';
import type { MessageChange } from '#domain/channels/message-update.ts';
import type { Op, Sender } from './interleaving.ts';

/** What one customer does, in their order: SQS keeps it, since all of it is in one message group. */
type Step =
  | { readonly do: 'write' }
  | { readonly do: 'change'; readonly message: number; readonly change: MessageChange }
  | { readonly do: 'stop' | 'start' };

/** An answer of ours and what the provider tells of it. */
type Answer = {
  readonly news: readonly DeliveryStatus[];
  /** The provider tells the first of it before it has answered our send. */
  readonly isOvertaken: boolean;
};

type SenderScript = {
  /** Told of each message by its own receipt, or of all up to a time. */
  readonly tells: 'receipts' | 'watermarks';
  readonly steps: readonly Step[];
  readonly replies: readonly Answer[];
};
export type Script = { readonly senders: readonly SenderScript[] };

const change: fc.Arbitrary<MessageChange> = fc.oneof(
  fc.record({ what: fc.constant('reacted' as const), emoji: fc.constantFrom('👍', '❤️', '') }),
  fc.record({ what: fc.constant('edited' as const), text: fc.constantFrom('I mean the red one', 'Never mind') }),
  fc.constant<MessageChange>({ what: 'deleted' }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'write' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('change' as const), message: fc.nat(5), change }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'start' as const) }) },
);

const news = fc.oneof(
  fc.subarray<DeliveryStatus>(['sent', 'delivered', 'read']),
  fc.subarray<DeliveryStatus>(['sent', 'delivered', 'undeliverable']),
  fc.constant<DeliveryStatus[]>(['failed']),
);

const sender: fc.Arbitrary<SenderScript> = fc.record({
  tells: fc.constantFrom('receipts', 'watermarks'),
  steps: fc.array(step, { maxLength: 7 }),
  replies: fc.array(fc.record({ news, isOvertaken: fc.boolean() }), { maxLength: 3 }),
});

export const scripts: fc.Arbitrary<Script> = fc.record({
  senders: fc.array(sender, { minLength: 1, maxLength: 3 }),
});

/** As each customer's own order has it; what comes in other groups of the SQS queue is a stream of its own. */
export const streamsOf = ({ senders }: Script): readonly (readonly Op[])[] =>
  senders.flatMap((script, number) => {
    const who: Sender = { number, tells: script.tells };
    return [customersStream(who, script), repliesStream(who, script), ...newsStreams(who, script)];
  });

function customersStream(who: Sender, { steps }: SenderScript): readonly Op[] {
  const ops: Op[] = [{ kind: 'message', who, index: 0 }];
  let written = 1;
  for (const [position, one] of steps.entries()) {
    if (one.do === 'write') {
      ops.push({ kind: 'message', who, index: written });
      written += 1;
    } else if (one.do === 'change')
      ops.push({ kind: 'update', who, position, index: one.message % written, change: one.change });
    else ops.push({ kind: 'consent', who, position, to: one.do });
  }
  return ops;
}

const repliesStream = (who: Sender, { replies }: SenderScript): readonly Op[] =>
  replies.map(({ news, isOvertaken }, index) => ({
    kind: 'reply',
    who,
    index,
    early: isOvertaken && who.tells === 'receipts' ? news[0] : undefined,
  }));

/** In any order: providers promise none. A watermark tells only of what arrived. */
const newsStreams = (who: Sender, { replies }: SenderScript): readonly (readonly Op[])[] =>
  replies.flatMap(({ news }, index) =>
    who.tells === 'receipts'
      ? news.map((status): readonly Op[] => [{ kind: 'receipt', who, index, status }])
      : news
          .filter((status) => status === 'delivered' || status === 'read')
          .map((status): readonly Op[] => [{ kind: 'watermark', who, index, status }]),
  );
