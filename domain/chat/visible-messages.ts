import type { Attachment } from '../channels/inbound-message.ts';
import type { ConversationEvent, EventOf } from '../conversations/events.ts';
import type { ShownMessage } from './protocol.ts';
import { firstNameOf, type VisitorKey } from './session.ts';

/** A message that a visitor may see, with its files as we keep them. */
export type VisibleMessage = Omit<ShownMessage, 'files'> & {
  readonly conversationId: string;
  readonly files: readonly Attachment[];
};

/** As clients chose it: the session before it is ours. */
const clientId = (providerId: string): string => providerId.slice(providerId.indexOf(':') + 1);

const written = (conversationId: string, { message, ...event }: EventOf<'MessageReceived'>): VisibleMessage => ({
  id: clientId(message.providerId),
  conversationId,
  from: 'visitor',
  text: message.text,
  at: message.sentAt,
  seq: Date.parse(event.at),
  files: message.attachments,
});

type Deliveries = ReadonlyMap<string, string>;

/** What is still on its way is here already. Of what failed elsewhere (at an app's own server) nothing more can be said. */
function deliveryIn(deliveries: Deliveries, messageId: string): ShownMessage['delivery'] {
  const status = deliveries.get(messageId);
  if (status === 'failed' || status === 'undeliverable') return undefined;
  return status === 'delivered' || status === 'read' ? status : 'sent';
}

const replied = (conversationId: string, event: EventOf<'ReplyWritten'>, deliveries: Deliveries): VisibleMessage => ({
  id: event.messageId,
  conversationId,
  from: 'agent',
  name: firstNameOf(event.authorName),
  text: event.text,
  at: event.at,
  seq: Date.parse(event.at),
  files: event.attachments ?? [],
  delivery: deliveryIn(deliveries, event.messageId),
});

const isOwn = ({ message, deletedAt }: EventOf<'MessageReceived'>, { connectionId, address }: VisitorKey): boolean =>
  deletedAt === undefined && message.connectionId === connectionId && message.sender.address === address;

const isToOwn = (event: EventOf<'ReplyWritten'>, { connectionId, address }: VisitorKey): boolean =>
  event.connectionId === connectionId && event.to === address;

/**
 * What of a conversation its visitor may see: what this visitor wrote here, and what was answered to this visitor here.
 * Nothing else that happened in it: no notes, no other people's messages, nothing that went by another channel.
 */
export function visibleMessages(
  conversationId: string,
  events: readonly ConversationEvent[],
  visitor: VisitorKey,
): readonly VisibleMessage[] {
  const deliveries: Deliveries = new Map(
    events.flatMap((event) => (event.type === 'DeliveryChanged' ? [[event.messageId, event.status]] : [])),
  );
  return events.flatMap((event) => {
    if (event.type === 'MessageReceived' && isOwn(event, visitor)) return [written(conversationId, event)];
    if (event.type === 'ReplyWritten' && isToOwn(event, visitor)) return [replied(conversationId, event, deliveries)];
    return [];
  });
}
