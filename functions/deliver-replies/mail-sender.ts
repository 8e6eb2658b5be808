import { SESClient } from '@aws-sdk/client-ses';
import { createEmailSender } from '#adapters/channels/email/send-email.ts';
import { replyTokensFrom } from '#adapters/channels/secrets.ts';
import type { SendMessage } from '#domain/channels/delivery.ts';
import type { SenderNeeds } from './sender-needs.ts';

/** Sends mail. SES takes no idempotency key: a second try could be a second mail, so there is none, and a slow answer is no answer. */
export async function createMailSender(needs: SenderNeeds): Promise<SendMessage> {
  const client = new SESClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true },
  });
  const region = await client.config.region();
  const { connections, files, sesConfigurationSet: configurationSet } = needs;
  return async (message) => {
    const replyTokens = await replyTokensFrom(needs.secret);
    return createEmailSender({ client, region, connections, files, replyTokens, configurationSet })(message);
  };
}
