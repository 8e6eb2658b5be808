import { createHash } from 'node:crypto';
import type { Failure, Receipt } from '#domain/channels/delivery.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Feedback } from './ses-notification.ts';

type Bounce = Extract<Feedback, { event: 'Bounce' }>;
type Complaint = Extract<Feedback, { event: 'Complaint' }>;
type BouncedRecipient = Bounce['bounce']['bouncedRecipients'][number];

/** What became of a mail we sent, one item for each recipient SES speaks of. */
export const itemsOfFeedback = (feedback: Feedback, connectionId: string): readonly InboundItem[] => {
  const receipt = receiptsFor(feedback, connectionId);
  switch (feedback.event) {
    case 'Bounce':
      return feedback.bounce.bouncedRecipients.map((recipient) =>
        isAutomaticReply(feedback, recipient)
          ? { kind: 'dropped', rule: 'ses-bounce-is-automatic-reply' }
          : receipt(feedback.bounce.timestamp, {
              status: 'undeliverable',
              recipient: recipient.emailAddress,
              failure: bounced(feedback, recipient),
            }),
      );
    case 'Complaint':
      return complained(feedback, receipt);
    case 'Delivery':
      return feedback.delivery.recipients.map((recipient) =>
        receipt(feedback.delivery.timestamp, { status: 'delivered', recipient }),
      );
    case 'DeliveryDelay':
      return feedback.deliveryDelay.delayedRecipients.map((recipient) =>
        receipt(feedback.deliveryDelay.timestamp, {
          status: 'sent',
          recipient: recipient.emailAddress,
          failure: { class: 'TRANSIENT', code: feedback.deliveryDelay.delayType, reason: delayed },
        }),
      );
    case 'Reject':
      return [receipt(feedback.mail.timestamp, { status: 'failed', failure: rejected })];
    case 'Rendering Failure':
      return [receipt(feedback.mail.timestamp, { status: 'failed', failure: notRendered })];
  }
};

const delayed =
  "The recipient's mail server does not take the mail yet. Amazon SES keeps trying; there is nothing to do.";
const rejected: Failure = {
  class: 'CONTENT_REJECTED',
  code: 'Reject',
  reason:
    'Amazon SES found something harmful in the mail and did not send it. Send it again without the suspicious part.',
};
const notRendered: Failure = {
  class: 'TEMPLATE_INVALID',
  code: 'RenderingFailure',
  reason:
    'The mail template could not be filled in. Write the answer without the template and tell your administrator.',
};

type Fate = { readonly status: Receipt['status']; readonly recipient?: string; readonly failure?: Failure };

const receiptsFor =
  (feedback: Feedback, connectionId: string) =>
  (at: string, fate: Fate): InboundItem => ({
    kind: 'receipt',
    receipt: {
      connectionId,
      providerId: feedback.mail.messageId,
      status: fate.status,
      at,
      ...(fate.failure && { failure: fate.failure }),
      ...aboutIn(feedback),
      receiptId: [feedback.mail.messageId, feedback.event, fate.recipient && fingerprint(fate.recipient)]
        .filter(Boolean)
        .join(':'),
    },
  });

/** The message, by what was given along with it. */
function aboutIn({ mail: { tags } }: Feedback): Pick<Receipt, 'about'> {
  const [conversationId, messageId] = [tags?.conversation?.[0], tags?.message?.[0]];
  return conversationId && messageId ? { about: { conversationId, messageId } } : {};
}

/** Tells recipients apart without carrying an address into keys and logs. */
const fingerprint = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase()).digest('hex').slice(0, 16);

/**
 * SES reports an out-of-office answer as a Transient/General bounce (SES guide, "Bounce types"), although the mail arrived.
 * A real bounce carries the delivery status of RFC 3464; such an answer does not.
 */
const isAutomaticReply = ({ bounce }: Bounce, recipient: BouncedRecipient): boolean =>
  bounce.bounceType === 'Transient' && bounce.bounceSubType === 'General' && !recipient.status && !recipient.action;

const refusedForContent = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);

const bounced = ({ bounce }: Bounce, recipient: BouncedRecipient): Failure => {
  const code = [bounce.bounceType, bounce.bounceSubType, recipient.status].filter(Boolean).join('/');
  if (bounce.bounceSubType.includes('Suppress'))
    return {
      class: 'OPTED_OUT',
      code,
      reason:
        'Amazon SES did not try: earlier mail to this address bounced or was reported as spam. Reach the customer another way, or ask your administrator to take the address off the suppression list.',
    };
  if (bounce.bounceType === 'Permanent')
    return {
      class: 'INVALID_RECIPIENT',
      code,
      reason:
        'The mail address does not exist or refuses mail for good. Correct the address or reach the customer another way.',
    };
  if (refusedForContent.has(bounce.bounceSubType))
    return {
      class: 'CONTENT_REJECTED',
      code,
      reason: "The recipient's mail server refused the content. Send it again shorter and without attachments.",
    };
  return {
    class: 'TRANSIENT',
    code,
    reason:
      bounce.bounceSubType === 'MailboxFull'
        ? "The customer's mailbox is full. Try again later or reach the customer another way."
        : "The recipient's mail server did not take the mail in the end. Try again later or reach the customer another way.",
  };
};

/** The mail did arrive, but "undeliverable" is the only status that may follow "delivered" and stops further mail. */
const complained = ({ complaint }: Complaint, receipt: ReturnType<typeof receiptsFor>): readonly InboundItem[] => {
  if (complaint.complaintFeedbackType === 'not-spam') return [{ kind: 'dropped', rule: 'ses-complaint-not-spam' }];
  return complaint.complainedRecipients.map((recipient) =>
    receipt(complaint.timestamp, {
      status: 'undeliverable',
      recipient: recipient.emailAddress,
      failure: {
        class: 'OPTED_OUT',
        code: complaint.complaintFeedbackType ?? 'complaint',
        reason:
          'The mail arrived and the recipient reported it as spam. Write again only if the customer writes to you.',
      },
    }),
  );
};
