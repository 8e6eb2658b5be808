import type { DeliveryStatus, Failure } from '#domain/channels/delivery.ts';

type Meaning = { readonly status: DeliveryStatus; readonly failure?: Omit<Failure, 'code'> };

const undeliverable = (failureClass: Failure['class'], reason: string): Meaning => ({
  status: 'undeliverable',
  failure: { class: failureClass, reason },
});
const badFile = (reason: string): Meaning => ({ status: 'failed', failure: { class: 'MEDIA_INVALID', reason } });

/**
 * What an event says, behind `TEXT_`, `MEDIA_` or `RCS_`. In some countries SUCCESSFUL stands for delivered, elsewhere it
 * only means that the carrier has the text: more is not claimed.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html, read 2026-11-22.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  QUEUED: { status: 'queued' },
  PENDING: { status: 'sending' },
  SENT: { status: 'sent' },
  SUCCESSFUL: { status: 'sent' },
  DELIVERED: { status: 'delivered' },
  READ: { status: 'read' },
  CARRIER_UNREACHABLE: undeliverable(
    'TRANSIENT',
    'The customer’s carrier could not be reached. Send the text again later, or use another channel.',
  ),
  UNREACHABLE: undeliverable(
    'TRANSIENT',
    'The phone could not be reached; it may be off or without reception. Send the text again later, or use another channel.',
  ),
  TTL_EXPIRED: undeliverable(
    'TRANSIENT',
    'The text could not be delivered in time. Send it again, or use another channel.',
  ),
  UNKNOWN: undeliverable(
    'TRANSIENT',
    'The carrier did not deliver the text, or never said so. Ask the customer before you send it again.',
  ),
  FAILED: undeliverable('TRANSIENT', 'The message was not delivered. Send it again, or use another channel.'),
  BLOCKED: undeliverable(
    'BLOCKED_BY_USER',
    'The text was blocked: the customer or the carrier takes no texts from us. Use another channel.',
  ),
  CARRIER_BLOCKED: undeliverable(
    'POLICY',
    'The carrier filtered the text as unwanted. Word it differently, leave out shortened links, or use another channel.',
  ),
  SPAM: undeliverable(
    'POLICY',
    'The carrier took the text for advertising that nobody asked for. Word it differently, or use another channel.',
  ),
  PROTECT_BLOCKED: undeliverable(
    'PERMISSION',
    'Our own protection at AWS blocks texts to this number or country. Ask an administrator to allow it, or use another channel.',
  ),
  INVALID: undeliverable('INVALID_RECIPIENT', 'The phone number is not valid. Correct it and send again.'),
  INVALID_MESSAGE: undeliverable(
    'CONTENT_REJECTED',
    'The text has something that cannot be sent. Word it differently and send it again.',
  ),
  FILE_INACCESSIBLE: badFile('AWS could not read the file. Ask an administrator whether it may read our files.'),
  FILE_TYPE_UNSUPPORTED: badFile('Files of this type cannot be sent by MMS. Send a picture, or a link to the file.'),
  FILE_SIZE_EXCEEDED: badFile('The file is too large for MMS. Send a smaller one, or a link to it.'),
};

/** Told of a message that another event tells more about. */
const superfluous = new Set(['RCS_FALLEN_BACK_TO_SMS']);

/** What an event about one of our messages means; undefined when it is of no known kind. */
export function meaningOf(eventType: string): Meaning | 'superfluous' | undefined {
  if (superfluous.has(eventType)) return 'superfluous';
  const [, what = ''] = /^(?:TEXT|MEDIA|RCS)_(.+)$/.exec(eventType) ?? [];
  return meanings[what];
}
