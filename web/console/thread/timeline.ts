import type { Channel, Conversation, ConversationEvent, DeliveryStatus, EventOf, Failure } from '../api/types.ts';
import { foldUpdates, noUpdates, type Updates } from './fold-updates.ts';
import { type Quoted, quotableIn, quoteKey } from './quotes.ts';

export type Delivery = {
  readonly status: DeliveryStatus;
  readonly at?: string | undefined;
  readonly failure?: Failure | undefined;
};

/** Something that customer and business said to each other. */
type Said = {
  readonly id: string;
  readonly updates: Updates;
  /** Another channel than the message before: then it is named. */
  readonly isOtherChannel: boolean;
};

export type TimelineItem =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | (Said & {
      readonly kind: 'received';
      readonly event: EventOf<'MessageReceived'>;
      readonly quoted?: Quoted | undefined;
    })
  | (Said & { readonly kind: 'reply'; readonly event: EventOf<'ReplyWritten'>; readonly delivery: Delivery })
  | (Said & { readonly kind: 'elsewhere'; readonly event: EventOf<'SentElsewhere'> })
  | { readonly kind: 'note'; readonly id: string; readonly event: EventOf<'NoteWritten'> }
  | { readonly kind: 'interaction'; readonly id: string; readonly event: EventOf<'InteractionLogged'> }
  | { readonly kind: 'line'; readonly id: string; readonly event: ConversationEvent };

/** The history as it is shown: a heading per day, messages with how they fared and what became of them, everything else as a line. */
export const timelineOf = (
  events: readonly ConversationEvent[],
  deliveries: Conversation['deliveries'],
): readonly TimelineItem[] => {
  const itemFor = itemsIn(events, deliveries);
  let day = '';
  let last: TimelineItem | undefined;
  return asItHappened(events).flatMap((event) => {
    const item = itemFor(event);
    if (!item || saysTheSame(last, event)) return [];
    last = item;
    const at = shownAt(event);
    if (new Date(at).toDateString() === day) return [item];
    day = new Date(at).toDateString();
    return [{ kind: 'day' as const, id: `day-${event.id}`, at }, item];
  });
};

/** When it happened outside, where that can be before we were told. */
const happenedOutside = (event: ConversationEvent): string | undefined => {
  if (event.type === 'MessageReceived') return event.message.sentAt;
  if (event.type === 'SentElsewhere') return event.sentAt;
  return event.type === 'InteractionLogged' ? event.interaction.at : undefined;
};

const shownAt = (event: ConversationEvent): string => happenedOutside(event) ?? event.at;

const decisionOf = ({ id }: ConversationEvent): string => id.slice(0, id.lastIndexOf('-'));

/** A mail can be late: what happened outside stands where it happened, together with what was decided about it. */
const asItHappened = (events: readonly ConversationEvent[]): readonly ConversationEvent[] => {
  const outside = new Map(
    events.flatMap((event) => {
      const at = happenedOutside(event);
      return at === undefined ? [] : [[decisionOf(event), at]];
    }),
  );
  const happenedAt = (event: ConversationEvent): string => outside.get(decisionOf(event)) ?? event.at;
  return events.toSorted((one, other) => happenedAt(one).localeCompare(happenedAt(other)));
};

/** The failure of an answer is told below the answer; it needs no line right after it. */
const saysTheSame = (last: TimelineItem | undefined, event: ConversationEvent): boolean =>
  event.type === 'DeliveryChanged' && last?.kind === 'reply' && last.event.messageId === event.messageId;

type Message = EventOf<'MessageReceived' | 'ReplyWritten' | 'SentElsewhere'>;

const channelOf = (event: Message): Channel =>
  event.type === 'MessageReceived' ? event.message.channel : event.channel;

/** Makes items one by one, in the order in which they are shown. */
const itemsIn = (events: readonly ConversationEvent[], deliveries: Conversation['deliveries']) => {
  const fared = deliveriesIn(events);
  const updates = foldUpdates(events);
  const quotable = quotableIn(events);
  let channel: Channel | undefined;
  const said = (event: Message): Said => {
    const isOtherChannel = channelOf(event) !== channel;
    channel = channelOf(event);
    return { id: event.id, updates: updates.get(event.id) ?? noUpdates, isOtherChannel };
  };
  const quotedBy = ({ message: { connectionId, quotes } }: EventOf<'MessageReceived'>): Quoted | undefined => {
    const quoted = quotes === undefined ? undefined : quotable.get(quoteKey(connectionId, quotes));
    const became = quoted && updates.get(quoted.eventId);
    if (!quoted || !became) return quoted;
    return { ...quoted, text: became.deletedAt ? '' : (became.edits.at(-1)?.text ?? quoted.text) };
  };
  return (event: ConversationEvent): TimelineItem | undefined => {
    switch (event.type) {
      case 'MessageReceived':
        return { kind: 'received', ...said(event), event, quoted: quotedBy(event) };
      case 'ReplyWritten': {
        const delivery = fared.get(event.messageId) ?? { status: deliveries[event.messageId] ?? 'queued' };
        return { kind: 'reply', ...said(event), event, delivery };
      }
      case 'SentElsewhere':
        return { kind: 'elsewhere', ...said(event), event };
      default:
        return besides(event);
    }
  };
};

/** What is not said to the customer, or by them. */
const besides = (event: ConversationEvent): TimelineItem | undefined => {
  const { id } = event;
  switch (event.type) {
    case 'NoteWritten':
      return { kind: 'note', id, event };
    case 'InteractionLogged':
      return { kind: 'interaction', id, event };
    case 'MessageUpdated':
      return undefined;
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

const isSeen: { readonly [Type in ConversationEvent['type']]?: true } = {
  MessageReceived: true,
  ReplyWritten: true,
  SentElsewhere: true,
  // What was said in the other conversation before is not of this one's own history.
  ConversationJoined: true,
};

/** What an answer must name as the last thing its author saw. */
export const lastMessageEvent = (events: readonly ConversationEvent[]): ConversationEvent | undefined =>
  events.findLast(({ type }) => isSeen[type]);
