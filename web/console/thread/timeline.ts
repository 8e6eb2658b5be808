import type { Conversation, ConversationEvent, DeliveryStatus, EventOf, Failure } from '../api/types.ts';

export type Delivery = {
  readonly status: DeliveryStatus;
  readonly at?: string | undefined;
  readonly failure?: Failure | undefined;
};

export type TimelineItem =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | { readonly kind: 'received'; readonly id: string; readonly event: EventOf<'MessageReceived'> }
  | {
      readonly kind: 'reply';
      readonly id: string;
      readonly event: EventOf<'ReplyWritten'>;
      readonly delivery: Delivery;
    }
  | { readonly kind: 'note'; readonly id: string; readonly event: EventOf<'NoteWritten'> }
  | { readonly kind: 'line'; readonly id: string; readonly event: ConversationEvent };

/** The history as it is shown: a heading per day, messages with how they fared, everything else as a line. */
export const timelineOf = (
  events: readonly ConversationEvent[],
  deliveries: Conversation['deliveries'],
): readonly TimelineItem[] => {
  const fared = deliveriesIn(events);
  let day = '';
  let last: TimelineItem | undefined;
  return asItHappened(events).flatMap((event) => {
    const item = itemFor(event, fared, deliveries);
    if (!item || saysTheSame(last, event)) return [];
    last = item;
    const at = shownAt(event);
    if (new Date(at).toDateString() === day) return [item];
    day = new Date(at).toDateString();
    return [{ kind: 'day' as const, id: `day-${event.id}`, at }, item];
  });
};

const shownAt = (event: ConversationEvent): string =>
  event.type === 'MessageReceived' ? event.message.sentAt : event.at;

const decisionOf = ({ id }: ConversationEvent): string => id.slice(0, id.lastIndexOf('-'));

/** A mail can be late: what a customer wrote stands where it was written, together with what was decided about it. */
const asItHappened = (events: readonly ConversationEvent[]): readonly ConversationEvent[] => {
  const writtenAt = new Map(
    events
      .filter((event) => event.type === 'MessageReceived')
      .map((event) => [decisionOf(event), event.message.sentAt]),
  );
  const happenedAt = (event: ConversationEvent): string => writtenAt.get(decisionOf(event)) ?? event.at;
  return events.toSorted((one, other) => happenedAt(one).localeCompare(happenedAt(other)));
};

/** The failure of an answer is told below the answer; it needs no line right after it. */
const saysTheSame = (last: TimelineItem | undefined, event: ConversationEvent): boolean =>
  event.type === 'DeliveryChanged' && last?.kind === 'reply' && last.event.messageId === event.messageId;

const itemFor = (
  event: ConversationEvent,
  fared: ReadonlyMap<string, Delivery>,
  deliveries: Conversation['deliveries'],
): TimelineItem | undefined => {
  const { id } = event;
  switch (event.type) {
    case 'MessageReceived':
      return { kind: 'received', id, event };
    case 'NoteWritten':
      return { kind: 'note', id, event };
    case 'ReplyWritten': {
      const delivery = fared.get(event.messageId) ?? { status: deliveries[event.messageId] ?? 'queued' };
      return { kind: 'reply', id, event, delivery };
    }
    case 'DeliveryChanged':
      return isBadNews(event.status) ? { kind: 'line', id, event } : undefined;
    default:
      return { kind: 'line', id, event };
  }
};

const isBadNews = (status: DeliveryStatus): boolean => status === 'failed' || status === 'undeliverable';

/** The latest word on each outbound message. */
const deliveriesIn = (events: readonly ConversationEvent[]): ReadonlyMap<string, Delivery> =>
  new Map(
    events
      .filter((event) => event.type === 'DeliveryChanged')
      .map(({ messageId, status, at, failure }) => [messageId, { status, at, failure }]),
  );

/** What an answer must name as the last thing its author saw. */
export const lastMessageEvent = (events: readonly ConversationEvent[]): ConversationEvent | undefined =>
  events.findLast(({ type }) => type === 'MessageReceived' || type === 'ReplyWritten');
