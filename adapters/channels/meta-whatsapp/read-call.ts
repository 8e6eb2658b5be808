import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { CallEvent } from './payload.ts';
import { senderOf } from './person.ts';
import type { ReadingOf } from './reading.ts';
import { timeOf } from './time.ts';

/**
 * A call that a customer made in WhatsApp, told when it has ended; Parley does not answer such calls.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls
 */
export function readCall({ connection, receivedAt, value }: ReadingOf, call: CallEvent): InboundItem {
  const { id, event, direction, from, from_user_id, duration = 0 } = call;
  if (event !== 'terminate' || direction !== 'USER_INITIATED')
    return { kind: 'dropped', rule: 'whatsapp-call-goes-on' };
  const caller = { id, type: 'call', from, from_user_id };
  return {
    kind: 'message',
    message: {
      channel: 'whatsapp',
      connectionId: connection.id,
      providerId: id,
      sender: senderOf(caller, { contacts: value.contacts, accountId: connection.accountId }),
      sentAt: timeOf(call.timestamp, receivedAt),
      text: '',
      attachments: [],
      parts: [
        {
          kind: 'call',
          direction: 'in',
          outcome: duration > 0 ? 'answered' : 'missed',
          durationSeconds: Math.round(duration),
        },
      ],
    },
  };
}
