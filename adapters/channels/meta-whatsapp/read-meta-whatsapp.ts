import * as z from 'zod';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { accessOf } from '#adapters/channels/meta/graph.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { connectionOf } from '#adapters/channels/shared/connection.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { jsonBodyOf } from '#adapters/channels/shared/json-body.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { copyWhatsAppFile } from './media.ts';
import { $WhatsAppBody, type Entry } from './payload.ts';
import { readEntries } from './read-entries.ts';
import type { CopyFile } from './reading.ts';

type Needs = Pick<ReadingNeeds, 'connections' | 'secret' | 'fetch' | 'files'>;

/** Reads the webhooks of WhatsApp's Cloud API: messages of customers, what became of ours, news about the account. */
export const createMetaWhatsAppReader =
  (needs: Needs): ReadEnvelope =>
  async (envelope) => {
    const named = await connectionOf(needs.connections, envelope, 'meta-whatsapp');
    const { object, entry: entries } = jsonBodyOf(envelope, $WhatsAppBody);
    const connection = await connectionFor(needs, named, entries);
    const copyFile: CopyFile = async (mediaId, place) => {
      const access = accessOf(await credentialsOf(needs.secret, connection.id, $MetaCredentials));
      return copyWhatsAppFile(needs, access, { mediaId, place });
    };
    const { receivedAt } = envelope;
    const bodyOf = (entry: object) => JSON.stringify({ object, entry: [entry] });
    return readEntries({ connection, receivedAt, copyFile, bodyOf }, entries);
  };

const $Number = z.object({ metadata: z.object({ phone_number_id: z.string() }) });

/**
 * Some fields, `user_preferences` among them, go to the app's one address, whichever number they are about: then it is
 * the other connection of that number, as long as the secret with which the body was signed is its secret too.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override/, read 2026-11-22.
 */
async function connectionFor(needs: Needs, named: Connection, entries: readonly Entry[]): Promise<Connection> {
  const values = entries.flatMap(({ changes }) => changes.map(({ value }) => value));
  const numbers = values.flatMap((value) => $Number.safeParse(value).data?.metadata.phone_number_id ?? []);
  if (numbers.length === 0 || numbers.some((number) => number === named.accountId)) return named;
  const other = (await needs.connections.list()).find(
    ({ provider, accountId }) => provider === 'meta-whatsapp' && accountId !== undefined && numbers.includes(accountId),
  );
  return other && (await isOfOneApp(needs, [named, other])) ? other : named;
}

async function isOfOneApp({ secret }: Needs, connections: readonly [Connection, Connection]): Promise<boolean> {
  const [one, another] = await Promise.all(connections.map(({ id }) => credentialsOf(secret, id, $MetaCredentials)));
  return one?.appSecrets.some((appSecret) => another?.appSecrets.includes(appSecret)) === true;
}
