import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Attachment, Sender } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { ReadingNeeds } from '../needs.ts';
import { connectionOf } from '../shared/connection.ts';
import { jsonBodyOf, textOf } from '../shared/json-body.ts';
import { copyMedia } from '../shared/media.ts';
import { $ViberEvent, type ViberEvent, type ViberMessage } from './payload.ts';
import { contentOf, mediaTypes } from './read-content.ts';
import { readNews } from './read-news.ts';
import { withTextTokens } from './tokens.ts';

/** Files that customers send have up to 200 MB; https://developers.viber.com/docs/api/rest-bot-api/, read 2026-11-22. */
const maximumBytes = 50_000_000;

/** Reads Viber's callbacks, one event each. */
export const createViberReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'viber');
    const event = jsonBodyOf(withTokens(envelope), $ViberEvent);
    return [readNews(connection, event) ?? (await readMessage(needs, connection, event))];
  };

const withTokens = (envelope: InboundEnvelope): InboundEnvelope => ({
  ...envelope,
  body: withTextTokens(textOf(envelope)),
  encoding: 'utf8',
});

async function readMessage(needs: ReadingNeeds, connection: Connection, event: ViberEvent): Promise<InboundItem> {
  const { message_token: token, sender = event.user, message } = event;
  if (!token || !sender) throw new Refusal('invalid', `unknown event kind ${event.event}, which names nobody`);
  const { text, parts } = message
    ? contentOf(message)
    : { text: '', parts: [{ kind: 'unsupported', type: event.event } as const] };
  return {
    kind: 'message',
    message: {
      channel: 'viber',
      connectionId: connection.id,
      providerId: token,
      sender: senderOf(connection, sender),
      sentAt: new Date(event.timestamp).toISOString(),
      text,
      attachments: message ? await copied(needs, message, { connectionId: connection.id, messageId: token }) : [],
      ...(parts.length === 0 ? {} : { parts: [...parts] }),
    },
  };
}

/** Ids of people hold within one bot. */
const senderOf = ({ accountId }: Connection, { id, name }: { id: string; name?: string | undefined }): Sender => ({
  address: id,
  verified: true,
  ...(accountId === undefined ? {} : { scope: accountId }),
  ...(name ? { name } : {}),
});

type Place = { readonly connectionId: string; readonly messageId: string };

async function copied(needs: ReadingNeeds, message: ViberMessage, place: Place): Promise<Attachment[]> {
  if (!mediaTypes.includes(message.type)) return [];
  const source = { url: message.media ?? '', hosts: ['.viber.com'], maxBytes: maximumBytes };
  return [await copyMedia(needs, source, { ...place, index: 0, fileName: message.file_name })];
}
