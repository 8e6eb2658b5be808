import type { Connection } from '#domain/channels/channel.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import type { Part } from '#domain/channels/part.ts';
import type { ReadingNeeds } from '../needs.ts';
import type { LineCredentials } from './credentials.ts';
import { copyContent } from './media.ts';
import type { LineEvent } from './payload.ts';
import { displayNameOf } from './profile.ts';
import { choiceOf, contentOf } from './read-content.ts';

type Needs = ReadingNeeds & { readonly credentials: LineCredentials };

/** Somebody wrote, pressed a button, or did what this version does not know. Undefined when nobody is named. */
export async function readMessage(
  needs: Needs,
  connection: Connection,
  event: LineEvent,
): Promise<InboundMessage | undefined> {
  const { message, replyToken, source = { type: 'nobody' } } = event;
  const thread = source.groupId ?? source.roomId;
  // Members of a group who have not agreed to be named are one sender together: the group.
  const address = source.userId ?? thread;
  if (address === undefined) return undefined;
  const name = await displayNameOf(needs, source);
  return {
    channel: 'line',
    connectionId: connection.id,
    providerId: message?.id ?? event.webhookEventId,
    sender: { address, verified: true, ...scopeOf(connection), ...(name === undefined ? {} : { name }) },
    sentAt: new Date(event.timestamp).toISOString(),
    ...(await saidIn(needs, connection, event)),
    ...(message?.quotedMessageId === undefined ? {} : { quotes: message.quotedMessageId }),
    ...(thread === undefined ? {} : { thread }),
    ...(replyToken === undefined ? {} : { answerToken: replyToken }),
  };
}

/** People have an id of their own with each provider; the bot stands for it. */
const scopeOf = ({ accountId }: Connection) => (accountId === undefined ? {} : { scope: accountId });

async function saidIn(
  needs: Needs,
  { id }: Connection,
  { type, message, postback }: LineEvent,
): Promise<Pick<InboundMessage, 'text' | 'attachments' | 'parts'>> {
  if (!message) {
    const part: Part = postback ? choiceOf(postback) : { kind: 'unsupported', type };
    return { text: '', attachments: [], parts: [part] };
  }
  const { text, parts } = contentOf(message);
  const attachments = [...(await copyContent(needs, needs.credentials, { connectionId: id, message }))];
  return { text, attachments, ...(parts.length === 0 ? {} : { parts: [...parts] }) };
}
