import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { ReadingNeeds } from '../needs.ts';
import { connectionOf, mustBeOfAccount } from '../shared/connection.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { $LineCredentials } from './credentials.ts';
import { $LineBody, $LineEvent, type LineEvent } from './payload.ts';
import { readMessage } from './read-message.ts';
import { readNews } from './read-news.ts';

/** Reads LINE's webhooks: messages, what became of them, and who follows or blocks us. */
export const createLineReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'line');
    const body = jsonBodyOf(envelope, $LineBody);
    mustBeOfAccount(connection, body.destination, 'destination');
    if (body.events.length === 0) return [{ kind: 'dropped', rule: 'line-verification' }];
    const items: InboundItem[] = [];
    for (const event of body.events) {
      const alone = JSON.stringify({ ...body, events: [event] });
      const { success, data } = $LineEvent.safeParse(event);
      items.push(
        success
          ? await readEvent(needs, connection, { event: data, alone })
          : { kind: 'unreadable', reason: 'the event is not of the documented shape', body: alone },
      );
    }
    return items;
  };

type One = { readonly event: LineEvent; readonly alone: string };

async function readEvent(needs: ReadingNeeds, connection: Connection, { event, alone }: One): Promise<InboundItem> {
  // Another module owns the chat: what is said there is not for us, and we must not answer.
  if (event.mode === 'standby') return { kind: 'dropped', rule: 'line-standby' };
  const news = readNews(connection, event);
  if (news) return news;
  if (event.source?.userId === undefined && event.message === undefined && event.postback === undefined)
    return { kind: 'unreadable', reason: `unknown event kind ${event.type}`, body: alone };
  const credentials = await credentialsOf(needs.secret, connection.id, $LineCredentials);
  const message = await readMessage({ ...needs, credentials }, connection, event);
  return message ? { kind: 'message', message } : { kind: 'unreadable', reason: 'the event names nobody', body: alone };
}
