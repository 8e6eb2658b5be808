import { SESClient } from '@aws-sdk/client-ses';
import { SSMClient } from '@aws-sdk/client-ssm';
import { replyTokensFrom, twilioCredentials } from '#adapters/channels/secrets.ts';
import { createTwilioSender } from '#adapters/channels/twilio-sms/send-twilio-sms.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import type { Channel, ConnectionStore } from '#domain/channels/channel.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';
import { deliverReply } from '#domain/conversations/deliver-reply.ts';
import { catalogue, sqsQueues } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { logOf } from '#functions/middleware/log.ts';
import { onQueue } from '#functions/middleware/on-queue.ts';
import { $DeliveryOrder } from '#functions/publish-events/contract.ts';

type Environment = {
  readonly SECRETS_PATH: string;
  readonly PUBLIC_URL: string;
  readonly TWILIO_URL: string;
  readonly SES_CONFIGURATION_SET: string;
};

function sendersOf(environment: Environment, connections: ConnectionStore): Record<Channel, SendMessage> {
  const secret = secretsBelow(new SSMClient({}), environment.SECRETS_PATH);
  // SES takes no idempotency key: a second try could be a second mail, so there is none, and a slow answer is no answer.
  const client = new SESClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true },
  });
  const email: SendMessage = async (message) => {
    // Loaded by the first mail: composing MIME takes the largest of our packages.
    const { createEmailSender } = await import('#adapters/channels/email/send-email.ts');
    const send = createEmailSender({
      client,
      region: await client.config.region(),
      connections,
      replyTokens: await replyTokensFrom(secret),
      configurationSet: environment.SES_CONFIGURATION_SET,
    });
    return send(message);
  };
  const sms = createTwilioSender({
    fetch,
    connections,
    credentialsFor: twilioCredentials(secret),
    baseUrl: environment.TWILIO_URL,
    statusCallbackUrl: ({ connectionId, conversationId, messageId }) =>
      `${environment.PUBLIC_URL}/webhooks/twilio-sms/${connectionId}?conversation=${conversationId}&message=${messageId}`,
  });
  return { email, sms };
}

export const { create, handler } = deployed(catalogue.deliverReplies, (environment, { now }) => {
  const { conversations, connections, settings } = storesOn(tableNamed(environment.TABLE_NAME));
  const senders = sendersOf(environment, connections);
  return onQueue(logOf('deliver-replies'), $DeliveryOrder, async ({ body, attempt }) => {
    const { conversationId, reply } = body;
    const needs = { conversations, settings, send: senders[reply.channel], idFrom, now };
    await deliverReply(needs, { conversationId, reply, attempt, attemptsAllowed: sqsQueues.outbound.maxReceiveCount });
  });
});
