import { memoryLedger, memoryQuarantine } from '#adapters/memory/stores.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { ReaderNeeds } from '#functions/receive-messages/reader-needs.ts';
import { readersWith } from '#functions/receive-messages/readers.ts';
import { receiveEnvelope } from '#functions/receive-messages/receive-envelope.ts';
import { localChannels } from '#local/channels/channels.ts';
import type { LocalChannel } from '#local/channels/local-channel.ts';
import { aQueue, noon } from '#test/support/builders.ts';
import { channelNeeds } from '#test/support/channel-needs.ts';
import { aWorld } from '#test/support/memory-world.ts';
import type { Hostile, Verdict } from '../contract.ts';
import { hostileJson } from './hostile-json.ts';
import { beforeColon, byKind } from './together.ts';

/** What receives envelopes, on memory, with one connection; every provider is out of reach. */
export function aReceiver(connection: Connection, credentials: unknown) {
  const world = aWorld({ connections: [connection], queues: [aQueue({ id: connection.queueId })] });
  const quarantine = memoryQuarantine();
  const { needs: channel, kept } = channelNeeds(connection, credentials, () => new Response('{}', { status: 404 }));
  const reading: ReaderNeeds = {
    ...channel,
    filesBucket: 'files',
    mail: {
      get: async () => {
        throw new Error('there is no mail');
      },
    },
  };
  let quarantined = 0;
  const receive = (envelope: InboundEnvelope): Promise<void> =>
    receiveEnvelope(
      {
        ...world.needs,
        reader: readersWith(reading),
        files: channel.files,
        ledger: memoryLedger(world.memory),
        noteHealth: async () => undefined,
        quarantine,
        log: {
          info: () => undefined,
          quarantined: () => {
            quarantined += 1;
          },
        },
        wait: async () => undefined,
      },
      envelope,
    );
  return { world, receive, kept, quarantined: () => quarantined };
}

const envelopeOf = ({ id, provider }: Connection, body: string, query?: string): InboundEnvelope => ({
  id: 'envelope-1',
  provider,
  connectionId: id,
  receivedAt: noon,
  contentType: 'application/json',
  body,
  encoding: 'utf8',
  ...(query === undefined ? {} : { query }),
});

/** A body as the provider sends it, by the local system's own hand. */
async function sampleOf({ actions, connection }: LocalChannel): Promise<string> {
  const [action] = actions;
  const values = Object.fromEntries((action?.fields ?? []).map(({ name, value }) => [name, value]));
  const context = { now: new Date(noon), publicUrl: 'https://parley.example', connection };
  const [request] = (await action?.webhooks(values, context)) ?? [];
  if (request && 'body' in request) return request.body;
  return request && 'message' in request ? request.message : JSON.stringify(request ?? {});
}

function caseOf(channel: LocalChannel, { name, of }: (typeof hostileJson)[number]): Hostile {
  const { connection, credentials } = channel;
  let body = '';
  return {
    group: 'bodies from the SQS queue',
    name: `${connection.provider}: ${name}`,
    expects: 'stored',
    prepare: async () => {
      body = of(await sampleOf(channel));
    },
    run: async (): Promise<Verdict> => {
      const receiver = aReceiver(connection, credentials);
      await receiver.receive(envelopeOf(connection, body, 'webhook-id=msg_1'));
      const conversations = receiver.world.memory.conversations.size;
      if ('isAdmin' in {}) throw new Error('Object.prototype was written to');
      const reason = `${receiver.quarantined()} in quarantine, ${conversations} conversations`;
      return { outcome: receiver.quarantined() + conversations > 0 ? 'stored' : 'ignored', reason };
    },
    cleanUp: async () => {
      body = '';
    },
  };
}

/** What a webhook lets through is 200 kB, or 3 MB at most. Twilio sends forms; what web chats hand over is our own. */
const letThrough = hostileJson.filter(({ kind }) => kind !== 'huge');

export const readingCases: readonly Hostile[] = localChannels
  .filter(({ connection: { provider } }) => !provider.startsWith('twilio') && provider !== 'web-chat')
  .flatMap((channel) =>
    byKind(
      letThrough.map((input) => caseOf(channel, input)),
      beforeColon,
    ),
  );
