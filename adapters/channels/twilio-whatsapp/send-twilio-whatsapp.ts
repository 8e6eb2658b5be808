import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { $TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import { contentOf, noConnection, sendTwilioMessage, statusCallback } from '#adapters/channels/twilio/send-message.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';
import { whatsAppAddress } from './address.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'secret' | 'fetch' | 'linkTo' | 'publicUrl'>;

/** Sends WhatsApp messages through Twilio; a Messaging Service of the credentials may choose among several senders. */
export const createTwilioWhatsAppSender =
  (needs: Needs): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'twilio-whatsapp') return noConnection;
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const { messagingServiceSid } = credentials;
    return sendTwilioMessage(needs, credentials, {
      To: whatsAppAddress(message.to),
      // A service with other channels in its pool would choose one of those; the sender named beside it decides.
      From: whatsAppAddress(connection.address),
      ...(messagingServiceSid ? { MessagingServiceSid: messagingServiceSid } : {}),
      ...(await contentOf(needs, message)),
      StatusCallback: statusCallback(needs, 'twilio-whatsapp', message),
    });
  };
