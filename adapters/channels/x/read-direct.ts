import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { copyAll, urlsOf } from './media.ts';
import { $DirectMessage, $Read, type XAttachment, type XDirectMessage, type XUsers } from './payload.ts';
import type { Reading } from './reading.ts';
import { readableText } from './text.ts';

type Told = { readonly event: unknown; readonly users: XUsers };

/** A direct message: a customer's, or what was sent from our account. Undefined when it is of another shape. */
export async function readDirect(reading: Reading, { event, users }: Told): Promise<InboundItem | undefined> {
  const message = $DirectMessage.safeParse(event).data;
  if (!message) return undefined;
  const { connection, accountId } = reading;
  const { sender_id, source_app_id } = message.message_create;
  if (sender_id === accountId && source_app_id !== undefined && source_app_id === reading.appId)
    return { kind: 'dropped', rule: 'x-echo' };
  const place = { connectionId: connection.id, messageId: message.id };
  const common = { channel: 'x', connectionId: connection.id, providerId: message.id } as const;
  const sentAt = new Date(message.created_timestamp).toISOString();
  const { attachment } = message.message_create.message_data;
  const text = textOf(message);
  const attachments = attachment ? await copyAll(reading, urlsOf(attachment), place) : [];
  if (sender_id === accountId) {
    const to = { address: message.message_create.target.recipient_id, scope: accountId };
    return { kind: 'sent-elsewhere', sent: { ...common, to, sentAt, text, attachments } };
  }
  const parts = partsOf(message);
  const sender = senderOf(sender_id, accountId, users[sender_id]);
  const told = { ...common, sender, sentAt, text, attachments, ...(parts.length === 0 ? {} : { parts }) };
  return { kind: 'message', message: told };
}

function textOf({ message_create: { message_data: data } }: XDirectMessage): string {
  return readableText(data.text, data.entities?.urls ?? [], data.attachment?.media?.url);
}

/** An id at X holds for all of X; it is kept with our account, since that is where an answer comes from. */
export const senderOf = (
  address: string,
  scope: string,
  user: { name?: string | undefined; username?: string | undefined; screen_name?: string | undefined } | undefined,
): Sender => {
  const handle = user?.username ?? user?.screen_name;
  return {
    address,
    scope,
    verified: true,
    ...(user?.name ? { name: user.name } : {}),
    ...(handle ? { handle: `@${handle}` } : {}),
  };
};

function partsOf({ message_create: { message_data: data } }: XDirectMessage): Part[] {
  const choice: Part[] = data.quick_reply_response
    ? [{ kind: 'choice', title: data.text, ...idOf(data.quick_reply_response.metadata) }]
    : [];
  return [...choice, ...(data.attachment && !data.attachment.media ? [attachedPart(data.attachment)] : [])];
}

const idOf = (id: string | undefined) => (id === undefined ? {} : { id });

function attachedPart({ type, location }: XAttachment): Part {
  const at = location?.shared_coordinate?.coordinates.coordinates;
  // GeoJSON has the longitude first.
  return at ? { kind: 'location', longitude: at[0], latitude: at[1] } : { kind: 'unsupported', type };
}

/** Read up to there. Undefined when it is of another shape. */
export function readRead({ connection, accountId }: Reading, event: unknown): InboundItem | undefined {
  const read = $Read.safeParse(event).data;
  if (!read) return undefined;
  if (read.sender_id === accountId) return { kind: 'dropped', rule: 'x-own-read' };
  return {
    kind: 'receipt',
    receipt: {
      connectionId: connection.id,
      providerId: '',
      upTo: { address: read.sender_id, scope: accountId },
      status: 'read',
      at: new Date(read.created_timestamp).toISOString(),
      receiptId: `${read.sender_id}:${read.last_read_event_id}:read`,
    },
  };
}
