import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { $Entry, type Entry } from '#adapters/channels/meta-whatsapp/payload.ts';
import { readEntries } from '#adapters/channels/meta-whatsapp/read-entries.ts';
import type { CopyFile } from '#adapters/channels/meta-whatsapp/reading.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { jsonBodyOf } from '#adapters/channels/shared/json-body.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { createAskingClient } from './client.ts';
import { copyAwsWhatsAppFile } from './media.ts';
import { $AwsWhatsAppSettings } from './settings.ts';

/** https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html, read 2026-11-22. */
const $Told = z.looseObject({ whatsAppWebhookEntry: z.string() });

type Needs = Pick<ReadingNeeds, 'connections' | 'files'> & {
  /** Where AWS puts the files of customers, and where they stay. */
  readonly filesBucket: string;
};

/** Reads what AWS End User Messaging Social publishes: an entry of Meta's webhook as a text, in an envelope of AWS. */
export function createAwsWhatsAppReader(needs: Needs, client = createAskingClient()): ReadEnvelope {
  const s3 = new S3Client({});
  return async (envelope) => {
    const told = jsonBodyOf(envelope, $Told);
    const entry = jsonBodyOf({ ...envelope, body: told.whatsAppWebhookEntry, encoding: 'utf8' }, $Entry);
    const connection = await connectionFor(needs, entry);
    const copyFile: CopyFile = (mediaId, place) => {
      const { originationPhoneNumberId } = $AwsWhatsAppSettings.parse(connection.settings);
      const from = { client, s3, bucket: needs.filesBucket, files: needs.files };
      return copyAwsWhatsAppFile(from, { mediaId, originationPhoneNumberId, place });
    };
    const bodyOf = (one: Entry) => JSON.stringify({ ...told, whatsAppWebhookEntry: JSON.stringify(one) });
    return readEntries({ connection, receivedAt: envelope.receivedAt, copyFile, bodyOf }, [entry]);
  };
}

const $Number = z.object({ metadata: z.object({ phone_number_id: z.string() }) });

/** One topic serves all numbers: the connection is the one of the number, or of the account where no number is named. */
async function connectionFor({ connections }: Needs, { id, changes }: Entry): Promise<Connection> {
  const numbers = changes.flatMap(({ value }) => $Number.safeParse(value).data?.metadata.phone_number_id ?? []);
  const ours = (await connections.list()).filter(({ provider }) => provider === 'aws-whatsapp');
  const named = ours.find(({ accountId, settings }) =>
    numbers.length > 0 ? accountId !== undefined && numbers.includes(accountId) : settings?.wabaId === id,
  );
  const found = named ?? (numbers.length === 0 && ours.length === 1 ? ours[0] : undefined);
  if (found) return found;
  throw new Refusal('invalid', 'no connection of aws-whatsapp has this phone number id as its account id');
}
