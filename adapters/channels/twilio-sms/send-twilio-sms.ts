import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { failed } from '#adapters/channels/shared/send-request.ts';
import { $TwilioCredentials, type TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import {
  contentOf,
  type Form,
  noConnection,
  sendTwilioMessage,
  statusCallback,
} from '#adapters/channels/twilio/send-message.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { whyNotSendable } from './segments.ts';
import { rcsSenderOf } from './settings.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'secret' | 'fetch' | 'linkTo' | 'publicUrl'>;

/** Sends texts through Twilio, with files as MMS, to RCS where the customer has it. */
export const createTwilioSender =
  (needs: Needs): SendMessage =>
  async (message) => {
    const reason = message.template ? undefined : whyNotSendable(message);
    if (reason) return failed({ class: 'CONTENT_REJECTED', reason });
    if (bytesOf(message) > mostBytes) return filesTooLarge;
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'twilio-sms') return noConnection;
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    return sendTwilioMessage(needs, credentials, {
      ...waysOf(message, { connection, credentials }),
      ...(await contentOf(needs, message)),
      StatusCallback: statusCallback(needs, 'twilio-sms', message),
    });
  };

/** MMS carries so much in all, whatever the number of files; https://www.twilio.com/docs/api/errors/11751. */
const mostBytes = 5_000_000;
const bytesOf = ({ attachments }: OutboundMessage): number => attachments.reduce((sum, { bytes }) => sum + bytes, 0);

const filesTooLarge: SendOutcome = failed({
  class: 'MEDIA_INVALID',
  reason: 'The files are larger than 5 MB in all, which is what MMS carries. Send fewer or smaller ones, or a link.',
});

type From = { readonly connection: Connection; readonly credentials: TwilioCredentials };

/**
 * From whom to whom. A Messaging Service with an RCS sender in its pool tries RCS first and falls back to SMS, as long as
 * the number has no `rcs:` before it, which would switch the fallback off.
 * https://www.twilio.com/docs/rcs/send-an-rcs-message, read 2026-11-22.
 */
function waysOf({ channel, to }: OutboundMessage, { connection, credentials }: From): Form {
  if (credentials.messagingServiceSid) return { To: to, MessagingServiceSid: credentials.messagingServiceSid };
  const rcsSender = channel === 'rcs' ? rcsSenderOf(connection) : undefined;
  return rcsSender ? { To: `rcs:${to}`, From: rcsSender } : { To: to, From: connection.address };
}
