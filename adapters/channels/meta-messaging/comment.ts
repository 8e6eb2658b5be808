import { createHash } from 'node:crypto';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { MessageUpdate } from '#domain/channels/message-update.ts';
import { known, type Reading } from './reading.ts';

type Draft = Pick<InboundMessage, 'channel' | 'providerId' | 'sender' | 'sentAt' | 'text' | 'thread'> &
  Partial<Pick<InboundMessage, 'attachments' | 'parts' | 'quotes'>>;

/** What everybody can read: a comment, a mention, a visitor's post. */
export const publicMessage = ({ connection }: Reading, { attachments = [], ...draft }: Draft): InboundItem => ({
  kind: 'message',
  message: known({ connectionId: connection.id, attachments, isPublic: true, ...draft }),
});

type Change = Pick<MessageUpdate, 'providerId' | 'at' | 'by'>;

/** An edit has no number of its own; the same text at the same time is the same edit. */
export const editedComment = ({ connection }: Reading, change: Change, text: string): InboundItem => ({
  kind: 'update',
  update: {
    ...change,
    connectionId: connection.id,
    updateId: `${change.providerId}:edited:${change.at}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
    change: { what: 'edited', text },
  },
});

export const removedComment = ({ connection }: Reading, change: Change): InboundItem => ({
  kind: 'update',
  update: {
    ...change,
    connectionId: connection.id,
    updateId: `${change.providerId}:removed`,
    change: { what: 'deleted' },
  },
});
