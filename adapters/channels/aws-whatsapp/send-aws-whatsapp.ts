import { SendWhatsAppMessageCommand } from '@aws-sdk/client-socialmessaging';
import { messageBody } from '#adapters/channels/meta-whatsapp/message-body.ts';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { ambiguous, failed } from '#adapters/channels/shared/send-request.ts';
import type { SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { createSendingClient } from './client.ts';
import { outcomeOfError } from './errors.ts';
import { $AwsWhatsAppSettings } from './settings.ts';

type Needs = Pick<ChannelNeeds, 'connections' | 'linkTo'>;

/** Sends WhatsApp messages through AWS End User Messaging Social; what is sent is the same JSON that Meta's own API takes. */
export const createAwsWhatsAppSender =
  (needs: Needs, client = createSendingClient()): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    const settings = $AwsWhatsAppSettings.safeParse(connection?.settings).data;
    if (connection?.provider !== 'aws-whatsapp' || !settings) return noNumber;
    const { originationPhoneNumberId, metaApiVersion } = settings;
    const body = Buffer.from(JSON.stringify(await messageBody(needs.linkTo, message)));
    try {
      const { messageId } = await client.send(
        new SendWhatsAppMessageCommand({ originationPhoneNumberId, metaApiVersion, message: body }),
      );
      return messageId ? { status: 'sent', providerId: messageId } : ambiguous('AWS');
    } catch (error) {
      return outcomeOfError(error);
    }
  };

const noNumber: SendOutcome = failed({
  class: 'PERMISSION',
  reason: 'The WhatsApp connection names no number at AWS. Ask an administrator to complete its settings.',
});
