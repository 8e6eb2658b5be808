import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { userIdOf } from '#domain/chat/session.ts';
import type { ChannelNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { failed, sendRequest } from '../shared/send-request.ts';
import { showAnswer } from '../web-chat/chat-delivery.ts';
import { createWebChatSender, type WebChatSenderNeeds } from '../web-chat/send-web-chat.ts';
import { $InAppCredentials } from './credentials.ts';
import { outcomeOf } from './errors.ts';
import { $InAppSettings } from './settings.ts';
import { signedHeaders } from './standard-webhook.ts';

type Needs = WebChatSenderNeeds & Pick<ChannelNeeds, 'fetch' | 'secret'>;

/** Files are fetched by the business's backend, perhaps after an outage of its own. */
const linkSeconds = 24 * 3600;

/**
 * Answers people inside an app: on the screens that are open, and to the business's backend where it wants to hear of
 * them, for its own notifications.
 */
export const createInAppSender =
  (needs: Needs): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'in-app') return noConnection;
    const { success, data: settings } = $InAppSettings.safeParse(connection.settings ?? {});
    if (!success) return wrongSettings;
    if (settings.replyUrl === undefined) return createWebChatSender(needs)(message);
    const { message: answer } = await showAnswer(needs, message);
    return callBack(needs, message, { url: settings.replyUrl, agent: answer?.name ?? '' });
  };

const noConnection = failed({
  class: 'PERMISSION',
  reason: 'This app is not set up any more. Use another channel, or ask an administrator to set it up again.',
});

const wrongSettings = failed({
  class: 'PERMISSION',
  reason: 'The settings of this app are not as documented. Ask an administrator to mend them, then send again.',
});

const nothingToSignWith = failed({
  class: 'AUTH',
  reason:
    'Answers to this app have no secret to be signed with. Ask an administrator to add replySecrets, then send again.',
});

async function callBack(
  needs: Needs,
  message: OutboundMessage,
  { url, agent }: { readonly url: string; readonly agent: string },
): Promise<SendOutcome> {
  const { replySecrets } = await credentialsOf(needs.secret, message.connectionId, $InAppCredentials);
  if (!replySecrets) return nothingToSignWith;
  const body = JSON.stringify(await answerOf(needs, message, agent));
  const signed = signedHeaders(replySecrets, { id: message.messageId, body, now: needs.now() });
  return sendRequest(needs.fetch, {
    url,
    request: { method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body },
    provider: "The app's own server",
    outcomeOf: (answer) => outcomeOf(answer, message.messageId),
    isIdempotent: true,
  });
}

async function answerOf(needs: Needs, message: OutboundMessage, agent: string) {
  const { connectionId, conversationId, messageId, to, text } = message;
  const files = message.attachments.map(async ({ key, fileName, contentType, bytes }) => ({
    fileName,
    contentType,
    bytes,
    url: await needs.linkTo({ key, fileName, seconds: linkSeconds }),
  }));
  return {
    type: 'answer.written',
    timestamp: needs.now().toISOString(),
    data: {
      connectionId,
      conversationId,
      messageId,
      user: { id: userIdOf(to) ?? to },
      agent: { firstName: agent },
      text,
      files: await Promise.all(files),
    },
  };
}
