import type { ConversationEvent } from '../api/types.ts';

/** A message that another one quotes. */
export type Quoted = { readonly eventId: string; readonly author: string; readonly text: string };

type Names = (connectionId: string, providerId: string) => string;
/** Provider ids are only unique within their connection. */
export const quoteKey: Names = (connectionId, providerId) => `${connectionId} ${providerId}`;

/** Every message of the thread by the name that its provider has for it. */
export const quotableIn = (events: readonly ConversationEvent[]): ReadonlyMap<string, Quoted> => {
  const providerIds = new Map(
    events.flatMap((event) =>
      event.type === 'DeliveryChanged' && event.providerId ? [[event.messageId, event.providerId] as const] : [],
    ),
  );
  return new Map(
    events.flatMap((event) => {
      const { id: eventId } = event;
      if (event.type === 'MessageReceived') {
        const { connectionId, providerId, sender, text } = event.message;
        return [[quoteKey(connectionId, providerId), { eventId, author: sender.name ?? sender.address, text }]];
      }
      if (event.type === 'SentElsewhere')
        return [[quoteKey(event.connectionId, event.providerId), { eventId, author: 'Us', text: event.text }]];
      const providerId = event.type === 'ReplyWritten' ? providerIds.get(event.messageId) : undefined;
      if (event.type !== 'ReplyWritten' || !providerId) return [];
      return [[quoteKey(event.connectionId, providerId), { eventId, author: event.authorName, text: event.text }]];
    }),
  );
};
