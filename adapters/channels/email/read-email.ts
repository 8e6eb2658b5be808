import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { FileStore, InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { itemsOfFeedback } from './feedback.ts';
import { comparable, mailboxesIn, namesOfMailbox } from './mail-address.ts';
import { parseMail } from './mime.ts';
import type { ReplyTokens } from './reply-token.ts';
import { type Feedback, type Received, readNotification } from './ses-notification.ts';
import { messagesOfMail, type StoredMail } from './stored-mail.ts';

type EmailReaderNeeds = {
  readonly connections: Pick<ConnectionStore, 'list'>;
  /** Takes attachments and untouched HTML. */
  readonly files: FileStore;
  /** Reads the raw mail that SES stored. */
  readonly mail: { get(bucket: string, key: string): Promise<Uint8Array | undefined> };
  readonly replyTokens: ReplyTokens;
};

/** Reads what Amazon SES says: a mail received becomes a message per mailbox it was sent to, feedback becomes receipts. */
export const createEmailReader =
  (needs: EmailReaderNeeds): ReadEnvelope =>
  async (envelope) => {
    const notification = readNotification(bodyOf(envelope));
    switch (notification.event) {
      case 'Received':
        return readReceived(needs, notification);
      case 'Send':
      case 'Open':
      case 'Click':
      case 'Subscription':
      case 'AmazonSnsSubscriptionSucceeded':
        return [{ kind: 'dropped', rule: `ses-${notification.event.toLowerCase()}`, isOwnNews: true }];
      default:
        return itemsOfFeedback(notification, connectionOfFeedback(await sendersOfMail(needs), notification).id);
    }
  };

const bodyOf = (envelope: InboundEnvelope): string =>
  envelope.encoding === 'base64' ? Buffer.from(envelope.body, 'base64').toString() : envelope.body;

const mailboxes = async (needs: EmailReaderNeeds): Promise<readonly Connection[]> =>
  (await needs.connections.list()).filter((connection) => connection.provider === 'ses-email');

/** Mailboxes, and forms, which are answered by mail under their own id. */
const sendersOfMail = async (needs: EmailReaderNeeds): Promise<readonly Connection[]> =>
  (await needs.connections.list()).filter(({ provider }) => provider === 'ses-email' || provider === 'web-form');

const readReceived = async (needs: EmailReaderNeeds, notification: Received): Promise<readonly InboundItem[]> => {
  if (notification.receipt.virusVerdict?.status === 'FAIL')
    throw new Refusal('invalid', 'virus: the scan of Amazon SES failed this mail', { reason: 'virus' });

  const own = await mailboxes(needs);
  const addressed = connectionsAddressed(own, notification.receipt.recipients);
  if (addressed.size === 0)
    throw new Refusal('invalid', 'mail for none of the connections; its recipient would be the address of one', {
      reason: 'no-connection',
      recipients: notification.receipt.recipients.length,
    });

  const messages = await messagesOfMail(needs, {
    ...storedMailOf(notification),
    mail: await parseMail(await rawMail(needs, notification)),
    addressed,
    ownAddresses: own.map((connection) => connection.address),
  });
  return messages.map((message) => ({ kind: 'message', message }));
};

/** The connections whose mailbox a recipient names, with or without a plus-tag, and by which recipients. */
const connectionsAddressed = (
  own: readonly Connection[],
  recipients: readonly string[],
): ReadonlyMap<Connection, readonly string[]> => {
  const byAddress = new Map(own.map((connection) => [comparable(connection.address), connection]));
  const addressed = new Map<Connection, string[]>();
  for (const recipient of recipients) {
    const connection = namesOfMailbox(recipient)
      .map((name) => byAddress.get(name))
      .find(Boolean);
    if (connection) addressed.set(connection, [...(addressed.get(connection) ?? []), recipient]);
  }
  return addressed;
};

/** From the notification, never put together from a prefix and an id: the rule may change, stored mail does not. */
const rawMail = async (needs: EmailReaderNeeds, { receipt, content }: Received): Promise<Uint8Array> => {
  const { bucketName, objectKey, encoding } = receipt.action;
  if (content !== undefined) return Buffer.from(content, encoding?.toUpperCase() === 'BASE64' ? 'base64' : 'utf8');
  if (!bucketName || !objectKey)
    throw new Refusal('invalid', 'notification without the mail; the receipt rule would store it with an S3 action');
  const raw = await needs.mail.get(bucketName, objectKey);
  if (!raw) throw new Refusal('invalid', 'the stored mail is not in its bucket', { reason: 'mail-missing' });
  return raw;
};

const storedMailOf = ({
  mail,
  receipt,
}: Received): Pick<StoredMail, 'providerId' | 'receivedAt' | 'envelopeSender' | 'verdicts'> => {
  const verdicts = {
    spam: receipt.spamVerdict?.status,
    virus: receipt.virusVerdict?.status,
    spf: receipt.spfVerdict?.status,
    dkim: receipt.dkimVerdict?.status,
    dmarc: receipt.dmarcVerdict?.status,
    dmarcPolicy: receipt.dmarcPolicy,
  };
  return {
    providerId: mail.messageId,
    receivedAt: receipt.timestamp,
    envelopeSender: mail.source,
    verdicts: Object.fromEntries(Object.entries(verdicts).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
};

/** A configuration set repeats our tag; identity feedback names only the address we sent from. */
const connectionOfFeedback = (own: readonly Connection[], { mail }: Feedback): Connection => {
  const tagged = mail.tags?.connection?.[0];
  const source = mailboxesIn(mail.source)[0]?.address ?? '';
  const connection = own.find(({ id }) => id === tagged) ?? connectionsAddressed(own, [source]).keys().next().value;
  if (connection) return connection;
  throw new Refusal('invalid', 'feedback about mail that none of the connections sent', { reason: 'no-connection' });
};
