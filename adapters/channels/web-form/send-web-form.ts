import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage } from '#domain/channels/delivery.ts';
import { failed } from '../shared/send-request.ts';
import { $FormSettings } from './settings.ts';

type Connections = Pick<ConnectionStore, 'get'>;
type Needs = { readonly connections: Connections };

/** The mailbox that answers a form's senders; undefined when none is named, or it is gone or switched off. */
export async function mailboxOf(connections: Connections, form: Connection): Promise<Connection | undefined> {
  const id = $FormSettings.safeParse(form.settings).data?.emailConnectionId;
  const mailbox = id === undefined ? undefined : await connections.get(id);
  return mailbox?.provider === 'ses-email' && !mailbox.disabled ? mailbox : undefined;
}

/**
 * Answers forms by mail, from the mailbox that the form's settings name. The mail goes out under the form's own id, so
 * that its receipts find it, and from an address that leads the customer's answer back into the conversation.
 */
export function createWebFormSender(
  { connections }: Needs,
  mailSenderWith: (connections: Connections) => Promise<SendMessage>,
): SendMessage {
  const asMailbox = async (id: string): Promise<Connection | undefined> => {
    const form = await connections.get(id);
    const mailbox = form?.provider === 'web-form' ? await mailboxOf(connections, form) : undefined;
    return mailbox && { ...mailbox, id };
  };
  return async (message) => {
    if ((await asMailbox(message.connectionId)) === undefined) return noMailbox;
    const send = await mailSenderWith({ get: asMailbox });
    return send({ ...message, channel: 'email', subject: subjectOf(message) });
  };
}

const noMailbox = failed({
  class: 'PERMISSION',
  reason:
    'This form has no mailbox to answer from. Ask an administrator to name one in its settings (emailConnectionId).',
});

const subjectOf = ({ subject = '' }: OutboundMessage): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);
