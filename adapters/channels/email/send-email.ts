import { domainToASCII } from 'node:url';
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import type { FileStore } from '#domain/channels/inbound-envelope.ts';
import { composeEmail } from './compose.ts';
import { normalAddress } from './mail-address.ts';
import type { ReplyTokens } from './reply-token.ts';
import { failed, noAnswer, outcomeOfError } from './ses-errors.ts';

type EmailSenderNeeds = {
  /** Built with `maxAttempts: 1`: SES takes no idempotency key, so a repeated send is a second mail. */
  readonly client: SESClient;
  readonly region: string;
  readonly connections: Pick<ConnectionStore, 'get'>;
  /** Has the files that are attached. */
  readonly files: Pick<FileStore, 'get'>;
  readonly replyTokens: ReplyTokens;
  /** Publishes deliveries, bounces and complaints of what is sent. */
  readonly configurationSet?: string | undefined;
};

/** SES takes 50 recipients in one call (Amazon SES quotas). */
const recipientsInOneMail = 50;

/** Sends messages as mail through Amazon SES. */
export const createEmailSender =
  (needs: EmailSenderNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'ses-email')
      return failed(
        'PERMISSION',
        'The mailbox of this conversation is no longer set up. Ask your administrator to add it again.',
      );
    const recipients = [message.to, ...message.cc].map(sendable);
    if (!recipients.every((address) => address !== undefined))
      return failed(
        'INVALID_RECIPIENT',
        'A recipient is not a mail address that Amazon SES can send to. Correct it and send again.',
      );
    if (recipients.length > recipientsInOneMail)
      return failed(
        'INVALID_RECIPIENT',
        `A mail can have ${recipientsInOneMail} recipients. Take some away and send again.`,
      );
    return send(needs, { connection, message, recipients });
  };

type Mail = {
  readonly connection: Connection;
  readonly message: OutboundMessage;
  readonly recipients: readonly string[];
};

const send = async (needs: EmailSenderNeeds, { connection, message, recipients }: Mail): Promise<SendOutcome> => {
  const [to = '', ...cc] = recipients;
  const command = new SendRawEmailCommand({
    Source: connection.address,
    Destinations: [...recipients],
    RawMessage: { Data: await composeEmail(needs, connection, { ...message, to, cc }) },
    // Events about the mail repeat them. They name the message: the answer with its id can get lost.
    Tags: [
      { Name: 'connection', Value: connection.id },
      { Name: 'conversation', Value: message.conversationId },
      { Name: 'message', Value: message.messageId },
    ],
    ...(needs.configurationSet && { ConfigurationSetName: needs.configurationSet }),
  });
  try {
    const { MessageId: providerId } = await needs.client.send(command);
    return providerId ? { status: 'sent', providerId, rfcMessageId: wireId(needs.region, providerId) } : noAnswer();
  } catch (error) {
    return outcomeOfError(error);
  }
};

/** SES replaces the Message-ID with this one (SES guide, "Header fields"); answers name it in In-Reply-To. */
const wireId = (region: string, providerId: string): string =>
  `<${providerId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;

/** SES takes only ASCII in addresses: a domain can be written so (Punycode), a local part cannot (SES API, SendRawEmail). */
const sendable = (address: string): string | undefined => {
  const [local = '', domain = ''] = normalAddress(address)?.split('@') ?? [];
  const host = domainToASCII(domain);
  return /^[\x21-\x7e]+$/.test(local) && host ? `${local}@${host}` : undefined;
};
