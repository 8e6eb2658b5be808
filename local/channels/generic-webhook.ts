import { randomUUID } from 'node:crypto';
import { signatureOf, verifiedId } from '#adapters/channels/generic-webhook/signature.ts';
import { lastMessages } from './last-message.ts';
import type {
  CustomerAction,
  Field,
  LocalChannel,
  StandInAnswer,
  StandInContext,
  StandInRequest,
} from './local-channel.ts';

const secret = `whsec_${Buffer.from('local-generic-webhook-secret'.padEnd(32, '.')).toString('base64')}`;
const files = 'files.portal.example';

const connection = {
  id: 'support-generic-webhook',
  provider: 'generic-webhook',
  channel: 'webhook',
  name: 'Partner portal',
  address: 'portal.example',
  queueId: 'billing',
  settings: {
    paths: {
      id: 'data.message.id',
      senderAddress: 'data.partner.id',
      senderName: 'data.partner.name',
      text: 'data.message.text',
      subject: 'data.message.subject',
      sentAt: 'data.message.writtenAt',
      threadId: 'data.ticket',
      attachments: 'data.message.files',
      kind: 'data.kind',
    },
    attachmentHosts: [files],
    replyUrl: 'https://portal.example/parley',
  },
};

const known = new Set<string>();

/** The portal: takes each signed answer once. */
function portal({ body, headers }: StandInRequest, { now, noteSent }: StandInContext): StandInAnswer {
  const id = verifiedId({ headers, body }, [secret], now());
  if (id === undefined) return { status: 401, body: { error: 'bad signature' } };
  const { type, data } = JSON.parse(body.toString());
  if (type === 'message.sent' && !known.has(id)) {
    const names = data.attachments.map((file: { readonly fileName: string }) => file.fileName);
    noteSent({
      provider: 'generic-webhook',
      id,
      to: data.to,
      text: data.text,
      files: names,
      status: 'taken',
      at: now().toISOString(),
    });
  }
  known.add(id);
  return { status: 204, body: '' };
}

const partner: Field = { name: 'partner', label: 'Partner', value: 'partner-77' };
const ticket: Field = { name: 'ticket', label: 'Ticket', value: 'T-1001' };
const id: Field = { name: 'id', label: 'Id of the message, else the last', value: '' };
const text: Field = {
  name: 'text',
  label: 'Text',
  value: 'The last delivery note lists two pallets, we have one.',
  kind: 'long',
};

const chats = lastMessages();

/** A new message has an id of its own; what changes one is about that, or about the partner's last. */
function idOf(kind: string, { partner: who, id: named }: Readonly<Record<string, string>>): string {
  if (kind === 'message') return chats.note(who, named || randomUUID());
  return named || chats.of(who);
}

type Extra = { readonly kind: string; readonly files?: readonly string[] };

const event =
  ({ kind, files: attached = [] }: Extra): CustomerAction['webhooks'] =>
  (values, { now }) => {
    const message = {
      id: idOf(kind, values),
      text: values.text,
      subject: 'Delivery note',
      writtenAt: now.toISOString(),
      files: attached,
    };
    const data = { kind, ticket: values.ticket, partner: { id: values.partner, name: 'Pallets & Co' }, message };
    const body = JSON.stringify({ type: 'partner.wrote', timestamp: now.toISOString(), data });
    const webhookId = `msg_${randomUUID()}`;
    const seconds = Math.floor(now.getTime() / 1000);
    return [
      {
        path: `/webhooks/generic-webhook/${connection.id}`,
        headers: {
          'content-type': 'application/json',
          'webhook-id': webhookId,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signatureOf(secret, { id: webhookId, seconds, body }),
        },
        body,
      },
    ];
  };

/** A system of one's own that tells of its messages by signed webhook, and takes answers so. */
export const genericWebhookLocal: LocalChannel = {
  title: 'Partner portal (webhook)',
  connection: { ...connection, provider: 'generic-webhook', channel: 'webhook' },
  credentials: { secrets: [secret] },
  actions: [
    { id: 'message', label: 'Write', fields: [partner, ticket, text], webhooks: event({ kind: 'message' }) },
    {
      id: 'file',
      label: 'Write with a file',
      fields: [partner, ticket, text],
      webhooks: event({ kind: 'message', files: [`https://${files}/note.pdf`] }),
    },
    { id: 'edit', label: 'Change a message', fields: [partner, ticket, id, text], webhooks: event({ kind: 'edited' }) },
    { id: 'delete', label: 'Delete a message', fields: [partner, ticket, id], webhooks: event({ kind: 'deleted' }) },
  ],
  hosts: {
    'portal.example': portal,
    [files]: () => ({
      status: 200,
      headers: { 'content-type': 'application/pdf' },
      body: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
    }),
  },
};
