import type { MessageChange } from '../channels/message-update.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import { shortened } from './preview.ts';

/** In place of a subject whose words are gone. */
export const deletedSubject = '(deleted by the customer)';

function previewAfter(change: MessageChange): string | undefined {
  if (change.what === 'edited') return shortened(change.text);
  return change.what === 'deleted' ? '' : undefined;
}

/** What an edit or a deletion changes in what lists show. */
export function changedMessage(state: Conversation, event: EventOf<'MessageUpdated'>): Conversation {
  const { lastMessage } = state;
  const preview = lastMessage?.eventId === event.aboutEventId ? previewAfter(event.change) : undefined;
  return {
    ...state,
    subject: event.subject ?? state.subject,
    lastMessage: lastMessage && preview !== undefined ? { ...lastMessage, preview } : lastMessage,
  };
}

/** A message without anything that the customer wrote or sent; that there was one stays. */
const redacted = (event: EventOf<'MessageReceived'>, deletedAt: string): EventOf<'MessageReceived'> => {
  const { fullText: _full, htmlKey: _html, subject: _subject, parts: _parts, ...message } = event.message;
  return { ...event, deletedAt, message: { ...message, text: '', attachments: [] } };
};

/** A change without the words and files that it brought. */
const redactedChange = (change: MessageChange): MessageChange => {
  if (change.what === 'edited') return { ...change, text: '' };
  return change.what === 'extended' ? { what: 'extended', attachments: [] } : change;
};

/** The facts of a decision that brought a message or changed it, with its content deleted. */
export const redactedFacts = (
  events: readonly ConversationEvent[],
  about: EventOf<'MessageReceived'>,
  deletedAt: string,
): readonly ConversationEvent[] =>
  events.map((event) => {
    if (event.type === 'MessageReceived' && event.id === about.id) return redacted(event, deletedAt);
    if (event.type === 'MessageUpdated' && event.aboutEventId === about.id)
      return { ...event, change: redactedChange(event.change) };
    return event.type === 'ConversationOpened' ? { ...event, subject: deletedSubject } : event;
  });
