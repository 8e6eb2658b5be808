import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { connectionOf } from '../shared/connection.ts';
import { textOf } from '../shared/json-body.ts';
import { copyMedia } from '../shared/media.ts';
import { type Mapped, mapped } from './mapping.ts';
import { $MappingSettings, type MappingSettings } from './settings.ts';
import { strictJson } from './strict-json.ts';

const mostBytes = 20_000_000;

type Arrival = {
  readonly connection: Connection;
  readonly settings: MappingSettings;
  readonly envelope: InboundEnvelope;
  readonly message: Mapped;
  /** The body's own id, else the one it was signed under. */
  readonly id: string;
};

/** Reads bodies of other systems by the connection's mapping. */
export const createGenericWebhookReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'generic-webhook');
    const { success, data: settings } = $MappingSettings.safeParse(connection.settings);
    if (!success)
      throw new Refusal(
        'invalid',
        `connection ${connection.id} has no mapping of fields; see docs/channels/generic-webhook.md`,
      );
    const trial = mapped(settings.paths, strictJson(textOf(envelope)));
    if ('problems' in trial) throw new Refusal('invalid', whatIsWrong(trial.problems));
    const id = trial.message.id ?? webhookIdOf(envelope);
    return [await itemOf(needs, { connection, settings, envelope, message: trial.message, id })];
  };

const whatIsWrong = (problems: readonly { readonly field: string; readonly problem: string }[]): string =>
  `the mapping does not fit this body: ${problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ')}`;

/** The webhook function hands the signed id on beside the body, which must stay as it came. */
function webhookIdOf({ query = '' }: InboundEnvelope): string {
  const id = new URLSearchParams(query).get('webhook-id');
  if (!id) throw new Refusal('invalid', 'the body names no id, and the envelope has no webhook-id');
  return id;
}

async function itemOf(needs: ReadingNeeds, arrival: Arrival): Promise<InboundItem> {
  const { connection, envelope, message, id } = arrival;
  const at = message.sentAt ?? envelope.receivedAt;
  if (message.kind !== 'message') {
    const change =
      message.kind === 'edited' ? { what: 'edited' as const, text: message.text } : { what: 'deleted' as const };
    const updateId = `${id}:${message.kind}:${webhookIdOf(envelope)}`;
    return {
      kind: 'update',
      update: { connectionId: connection.id, providerId: id, updateId, at, by: 'customer', change },
    };
  }
  return {
    kind: 'message',
    message: {
      channel: 'webhook',
      connectionId: connection.id,
      providerId: id,
      // The other system vouches for its own people, and only within itself.
      sender: {
        address: message.senderAddress,
        scope: connection.accountId ?? connection.id,
        ...(message.senderName === undefined ? {} : { name: message.senderName }),
        verified: true,
      },
      sentAt: at,
      ...(message.subject === undefined ? {} : { subject: message.subject }),
      text: message.text,
      attachments: await attachmentsOf(needs, arrival),
      ...(message.threadId === undefined ? {} : { thread: message.threadId }),
    },
  };
}

const attachmentsOf = (needs: ReadingNeeds, { connection, settings, message, id }: Arrival): Promise<Attachment[]> =>
  Promise.all(
    message.attachments.map((url, index) =>
      copyMedia(
        needs,
        { url, hosts: settings.attachmentHosts, maxBytes: mostBytes },
        { connectionId: connection.id, messageId: id, index },
      ),
    ),
  );
