import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Attachment, InboundMessage } from '#domain/channels/inbound-message.ts';
import type { MessageChange } from '#domain/channels/message-update.ts';
import type { Part } from '#domain/channels/part.ts';
import { askedBy } from './keyword.ts';
import { partsOf } from './message-parts.ts';
import type { Content, Media, Message } from './payload.ts';
import { movedSender, senderOf } from './person.ts';
import type { ReadingOf } from './reading.ts';
import { timeOf } from './time.ts';

/** What one item of `messages` tells: a message, or what became of one. */
export async function readMessage(of: ReadingOf, message: Message): Promise<InboundItem> {
  const changed = changeOf(message);
  if (changed) return { kind: 'update', update: { ...updateOf(of, message), by: 'customer', ...changed } };
  if (message.type === 'request_welcome') return { kind: 'dropped', rule: 'whatsapp-chat-opened' };
  if (message.system) return { kind: 'message', message: systemMessage(of, message) };
  return { kind: 'message', message: await customersMessage(of, message) };
}

/** What is the same for every update that a message brings. */
export const updateOf = ({ connection, receivedAt }: ReadingOf, { id, timestamp }: Message) => ({
  connectionId: connection.id,
  updateId: id,
  at: timeOf(timestamp, receivedAt),
});

type Changed = { readonly providerId: string; readonly change: MessageChange };

/** A message that is no message: it changes another one. */
export function changeOf({ reaction, edit, revoke }: Message): Changed | undefined {
  if (reaction) return { providerId: reaction.message_id, change: { what: 'reacted', emoji: reaction.emoji } };
  if (edit) return { providerId: edit.original_message_id, change: { what: 'edited', text: textOf(edit.message) } };
  if (revoke) return { providerId: revoke.original_message_id, change: { what: 'deleted' } };
  return undefined;
}

async function customersMessage(of: ReadingOf, message: Message): Promise<InboundMessage> {
  const { connection, value } = of;
  const text = textOf(message);
  const attachments = await attachmentsOf(of, message);
  const parts = partsOrType(message, { text, parts: partsOf(message), attachments });
  const keyword = askedBy(message.button?.text ?? text);
  return {
    ...headOf(of, message),
    sender: senderOf(message, { contacts: value.contacts, accountId: connection.accountId }),
    text,
    attachments,
    ...(parts.length > 0 ? { parts: [...parts] } : {}),
    ...(message.context?.id ? { quotes: message.context.id } : {}),
    ...(message.group_id ? { thread: message.group_id } : {}),
    ...(keyword ? { keyword } : {}),
    // Whoever holds the conversation answers; a message of ours would take it away from there.
    ...(of.change.field === 'standby' ? { automatic: 'answered by another sender at this WhatsApp number' } : {}),
  };
}

const headOf = ({ connection, receivedAt }: ReadingOf, { id, timestamp }: Message) => ({
  channel: 'whatsapp' as const,
  connectionId: connection.id,
  providerId: id,
  sentAt: timeOf(timestamp, receivedAt),
});

/** WhatsApp's own words about the customer, such as a new number. Nobody waits for an answer to it. */
const systemMessage = (of: ReadingOf, message: Message): InboundMessage => ({
  ...headOf(of, message),
  sender: movedSender(message, of.connection.accountId),
  text: message.system?.body ?? '',
  attachments: [],
  automatic: `whatsapp: ${message.system?.type ?? 'system'}`,
});

const files = ['image', 'video', 'audio', 'document', 'sticker'] as const;

const mediaOf = (content: Content): Media | undefined =>
  files.flatMap((type) => (content.type === type ? (content[type] ?? []) : [])).at(0);

/** What was written: as a text, under a picture, with an order. */
export const textOf = (content: Content): string =>
  content.text?.body ?? mediaOf(content)?.caption ?? content.order?.text ?? '';

/** The file of a message; WhatsApp sends one with each. */
export async function attachmentsOf(of: ReadingOf, message: Message): Promise<Attachment[]> {
  const media = mediaOf(message);
  if (!media) return [];
  const place = { connectionId: of.connection.id, messageId: message.id, index: 0, fileName: media.filename };
  return [await of.copyFile(media.id, place)];
}

type Found = { readonly text: string; readonly parts: readonly Part[]; readonly attachments: readonly Attachment[] };

/** A message of a type that this version cannot read is shown as such, rather than empty. */
const partsOrType = ({ type }: Content, { text, parts, attachments }: Found): readonly Part[] =>
  text === '' && parts.length === 0 && attachments.length === 0 ? [{ kind: 'unsupported', type }] : parts;
