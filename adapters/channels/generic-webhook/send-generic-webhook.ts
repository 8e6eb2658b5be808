import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { whyNotPublic } from '../shared/public-url.ts';
import { type Answer, failed, limited, retryAfter, sendRequest } from '../shared/send-request.ts';
import { $GenericWebhookCredentials, type GenericWebhookCredentials } from './credentials.ts';
import { failureOf } from './errors.ts';
import { signedPost } from './reply-request.ts';
import { $MappingSettings } from './settings.ts';

/** How long the other system may take to fetch a file. */
const linkSeconds = 24 * 3600;

/** Answers with a signed webhook to the connection's `replyUrl`. Our message id is its id, so that a second one has no effect. */
export const createGenericWebhookSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'generic-webhook') return noConnection;
    const url = $MappingSettings.safeParse(connection.settings).data?.replyUrl;
    if (url === undefined || whyNotPublic(url) !== undefined) return noAddress;
    const credentials = await credentialsOf(needs.secret, connection.id, $GenericWebhookCredentials);
    return send(needs, message, { connection, url, credentials });
  };

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This webhook connection does not exist any more. Ask an administrator to set it up again.',
});
const noAddress = failed({
  class: 'PERMISSION',
  reason:
    'This connection has no address for answers. Reach the customer another way, or ask an administrator for one.',
});

type To = { readonly connection: Connection; readonly url: string; readonly credentials: GenericWebhookCredentials };

async function send(needs: ChannelNeeds, message: OutboundMessage, to: To): Promise<SendOutcome> {
  const { secrets, replySecret } = to.credentials;
  const now = needs.now();
  const event = { type: 'message.sent', timestamp: now.toISOString(), data: await dataOf(needs, message) };
  return sendRequest(needs.fetch, {
    url: to.url,
    request: signedPost(event, { secret: replySecret ?? secrets[0] ?? '', id: message.messageId, now }),
    provider: 'The other system',
    isIdempotent: true,
    outcomeOf: (answer) => outcomeOf(answer, message.messageId),
  });
}

async function dataOf(needs: ChannelNeeds, message: OutboundMessage) {
  const { connectionId, conversationId, messageId, to, text, subject, thread, answers } = message;
  const attachments = await Promise.all(
    message.attachments.map(async ({ key, fileName, contentType, bytes }) => ({
      fileName,
      contentType,
      bytes,
      url: await needs.linkTo({ key, fileName, seconds: linkSeconds }),
    })),
  );
  return { connectionId, conversationId, messageId, to, text, subject, thread, answers, attachments };
}

function outcomeOf({ status, ok, headers }: Answer, messageId: string): SendOutcome {
  if (ok) return { status: 'sent', providerId: messageId };
  if (status === 429) return limited(failureOf(status), retryAfter(headers));
  const reason = 'The other system has trouble. It is tried again; nothing to do.';
  return status >= 500 ? limited({ class: 'TRANSIENT', code: String(status), reason }, 60) : failed(failureOf(status));
}
