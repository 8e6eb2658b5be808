import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import { $ChatBody, type ChatBody } from '#domain/chat/body.ts';
import { uploadKey } from '#domain/chat/session.ts';
import { type ChatConnection, chatSettingsOf } from '#domain/chat/settings.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ReadingNeeds } from '../needs.ts';
import { connectionOf } from '../shared/connection.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { normalMail } from './identify.ts';
import { takeUpload } from './take-upload.ts';

type Needs = Pick<ReadingNeeds, 'connections' | 'files'>;
type BodyOf<Kind extends ChatBody['kind']> = Extract<ChatBody, { kind: Kind }>;
type Read = { readonly connection: ChatConnection; readonly envelope: InboundEnvelope };

/** Reads what the chat functions put on the SQS queue, for live chat and for conversations inside an app alike. */
export const createChatReader =
  (needs: Needs, provider: ChatConnection['provider']): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, provider);
    const read: Read = { connection: { ...connection, provider }, envelope };
    const body = jsonBodyOf(envelope, $ChatBody);
    switch (body.kind) {
      case 'message':
        return [await messageOf(needs, read, body)];
      case 'left-message':
        return [leftMessage(read, body)];
      case 'receipts':
        return receiptsOf(read, body);
    }
  };

const pageParts = (page: string | undefined): readonly Part[] =>
  page === undefined ? [] : [{ kind: 'reference', what: 'page', url: page }];

const contactParts = (contact: BodyOf<'message'>['contact']): readonly Part[] =>
  contact ? [{ kind: 'contact', name: contact.name, phones: [], emails: contact.emails.map(normalMail) }] : [];

const attachmentsOf = (
  needs: Needs,
  { connection }: Read,
  { sessionId, files, providerId }: BodyOf<'message'>,
): Promise<Attachment[]> => {
  if (sessionId === undefined) return Promise.resolve([]);
  const settings = chatSettingsOf(connection);
  return Promise.all(
    files.map((file, index) => {
      const place = { connectionId: connection.id, messageId: providerId, index };
      return takeUpload(needs.files, { key: uploadKey(connection, sessionId, file.id), file, settings, place });
    }),
  );
};

async function messageOf(needs: Needs, read: Read, body: BodyOf<'message'>): Promise<InboundItem> {
  const { connection, envelope } = read;
  const { address, name, email } = body.visitor;
  const parts = [...pageParts(body.page), ...contactParts(body.contact)];
  const aliases = email === undefined ? [] : [{ channel: 'email' as const, address: email }];
  return {
    kind: 'message',
    message: {
      channel: connection.channel,
      connectionId: connection.id,
      providerId: body.providerId,
      sender: { address, scope: connection.id, name, verified: true, ...(email === undefined ? {} : { aliases }) },
      sentAt: envelope.receivedAt,
      text: body.text,
      attachments: await attachmentsOf(needs, read, body),
      ...(parts.length === 0 ? {} : { parts }),
    },
  };
}

/**
 * A message that waits for an answer by mail is mail: it opens a conversation of the mail connection, to the address that
 * was typed and that nobody vouches for.
 */
function leftMessage({ connection, envelope }: Read, body: BodyOf<'left-message'>): InboundItem {
  const { emailConnectionId } = chatSettingsOf(connection);
  if (emailConnectionId === undefined)
    throw new Refusal('invalid', `connection ${connection.id} names no emailConnectionId; set one and retry`);
  const address = normalMail(body.email);
  const answers: readonly Part[] = body.answers.length === 0 ? [] : [{ kind: 'answers', fields: body.answers }];
  return {
    kind: 'message',
    message: {
      channel: 'email',
      connectionId: emailConnectionId,
      providerId: `chat:${body.providerId}`,
      sender: { address, name: body.name, verified: false },
      sentAt: envelope.receivedAt,
      subject: `Message left at ${connection.name}`,
      text: body.text,
      attachments: [],
      parts: [{ kind: 'contact', name: body.name, phones: [], emails: [address] }, ...answers, ...pageParts(body.page)],
    },
  };
}

const receiptsOf = ({ connection, envelope }: Read, { status, about }: BodyOf<'receipts'>): InboundItem[] =>
  about.map(({ conversationId, messageId }) => ({
    kind: 'receipt',
    receipt: {
      connectionId: connection.id,
      providerId: messageId,
      status,
      at: envelope.receivedAt,
      about: { conversationId, messageId },
      receiptId: `${messageId}:${status}`,
    },
  }));
