import {
  PinpointSMSVoiceV2Client,
  SendMediaMessageCommand,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import { ambiguous, failed } from '#adapters/channels/shared/send-request.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { outcomeOfError } from './errors.ts';
import { settingsOf } from './settings.ts';

type Needs = Pick<ChannelNeeds, 'connections'> & {
  /** Where our files lie: AWS reads what goes by MMS from S3. Without it files cannot be sent. */
  readonly filesBucket?: string | undefined;
};

/** AWS takes no idempotency key: a second try could be a second text, so there is none, and a slow answer is no answer. */
export const smsClient = (): PinpointSMSVoiceV2Client =>
  new PinpointSMSVoiceV2Client({
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

/** Sends texts through AWS End User Messaging, with a file as MMS. */
export const createAwsSmsSender = (needs: Needs, client = smsClient()): SendMessage => {
  const send = async (connection: Connection, message: OutboundMessage): Promise<SendOutcome> => {
    try {
      const { MessageId: providerId } =
        message.attachments.length > 0
          ? await client.send(new SendMediaMessageCommand(mediaMessage(needs, connection, message)))
          : await client.send(new SendTextMessageCommand(textMessage(connection, message)));
      return providerId ? { status: 'sent', providerId } : ambiguous('AWS');
    } catch (error) {
      return outcomeOfError(error);
    }
  };
  return async (message) => {
    if (message.attachments.length > 0 && !needs.filesBucket) return noFiles;
    const connection = await needs.connections.get(message.connectionId);
    return connection?.provider === 'aws-sms' ? send(connection, message) : noConnection;
  };
};

function common(connection: Connection, { to, connectionId, conversationId, messageId }: OutboundMessage) {
  const { originationIdentity, configurationSet } = settingsOf(connection);
  return {
    DestinationPhoneNumber: to,
    OriginationIdentity: originationIdentity ?? connection.address,
    ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
    // Comes back with each event: the answer with the message's id can get lost.
    Context: { connection: connectionId, conversation: conversationId, message: messageId },
  };
}

const textMessage = (connection: Connection, message: OutboundMessage) => ({
  ...common(connection, message),
  MessageBody: message.text,
  MessageType: settingsOf(connection).messageType,
});

const mediaMessage = ({ filesBucket }: Needs, connection: Connection, message: OutboundMessage) => ({
  ...common(connection, message),
  ...(message.text.trim() === '' ? {} : { MessageBody: message.text }),
  MediaUrls: message.attachments.map(({ key }) => `s3://${filesBucket}/${key}`),
});

const noFiles: SendOutcome = failed({
  class: 'MEDIA_INVALID',
  reason: 'Files cannot be sent by this connection. Send the text without them, or use another channel.',
});

const noConnection: SendOutcome = failed({
  class: 'PERMISSION',
  reason: 'This connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
});
