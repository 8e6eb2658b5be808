import { createGenericWebhookSender } from '#adapters/channels/generic-webhook/send-generic-webhook.ts';
import { createInAppSender } from '#adapters/channels/in-app/send-in-app.ts';
import { createMastodonSource } from '#adapters/channels/mastodon/poll-mastodon.ts';
import { fetchMedia } from '#adapters/channels/shared/media.ts';
import { idFrom } from '#adapters/ids.ts';
import { memoryChats } from '#adapters/memory/chat-store.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { aConnection } from '#test/support/builders.ts';
import { anOutbound, channelNeeds } from '#test/support/channel-needs.ts';
import { memoryScreens } from '#test/support/memory-realtime.ts';
import { aWorld } from '#test/support/memory-world.ts';
import type { Hostile, Verdict } from '../contract.ts';
import { type FarServer, mustBePublic, type Serve, startFarServer } from './far-server.ts';
import { hiddenAddresses, privateAnswers } from './fetching-addresses.ts';
import { beforeColon, byKind } from './together.ts';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const host = 'files.customer.example';
const maxBytes = 20_000_000;

/** What fetches an address that comes from outside: each takes it in and tells what became of it. */
type Way = (server: FarServer, address: string) => Promise<string>;

const media: Way = async ({ fetch }, url) => {
  const hostOf = URL.parse(url)?.hostname ?? host;
  // The administrator let the very host in: the address itself is all that stands against it.
  const source = { url, hosts: [hostOf, host], maxBytes };
  try {
    return `kept ${(await fetchMedia(fetch, source)).byteLength} bytes`;
  } catch (error) {
    return error instanceof Refusal ? `refused: ${error.message}` : `failed: ${error}`;
  }
};

const outbound = async (
  send: (message: ReturnType<typeof anOutbound>) => Promise<{ status: string }>,
  to: Connection,
) => {
  const outcome = await send(anOutbound(to, { to: 'user:u-1' }));
  return outcome.status === 'sent' ? 'kept: sent' : `refused: ${outcome.status}`;
};

const answers: Way = async ({ fetch }, replyUrl) => {
  const to = aConnection({ id: 'crm', provider: 'generic-webhook', channel: 'webhook' });
  const connection = { ...to, settings: { paths: { senderAddress: 'from', text: 'text' }, replyUrl } };
  const { needs } = channelNeeds(connection, { secrets: [secret] });
  return outbound(createGenericWebhookSender({ ...needs, fetch }), connection);
};

const appAnswers: Way = async ({ fetch }, replyUrl) => {
  const connection = aConnection({ id: 'app', provider: 'in-app', channel: 'app', settings: { replyUrl } });
  const { needs } = channelNeeds(connection, { replySecrets: [secret] });
  const chat = { store: memoryChats(), conversations: aWorld().conversations, push: memoryScreens().push };
  const email = () => Promise.reject(new Error('nobody is written to'));
  return outbound(createInAppSender({ ...needs, fetch, chat, email }), connection);
};

const polls: Way = async ({ fetch }, address) => {
  const connection = aConnection({ id: 'fedi', provider: 'mastodon', channel: 'mastodon', accountId: '1' });
  const server = address.replace(/^https:\/\//, '').replace(/\/$/, '');
  const { needs } = channelNeeds(connection, { server, accessToken: 'a'.repeat(40) });
  try {
    const { kind } = await createMastodonSource({ ...needs, fetch, idFrom })(connection, undefined);
    return kind === 'items' ? 'kept: a page' : `refused: ${kind}`;
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : 'thrown'}`;
  }
};

export const ways = {
  'media of a message': media,
  'answers to another system': answers,
  'answers to an app': appAnswers,
  'polls of a server': polls,
};

type Trial = {
  readonly group: string;
  readonly name: string;
  readonly way?: Way;
  readonly address?: string;
  readonly serve?: Serve;
  readonly resolve?: (host: string) => readonly string[];
  readonly expects?: Verdict['outcome'];
  readonly because?: RegExp;
  readonly isLong?: boolean;
  readonly check?: (server: FarServer) => void;
  /** Made before anything is measured. */
  readonly make?: () => unknown;
};

export function trial({
  group,
  name,
  way = media,
  address = `https://${host}/picture`,
  expects = 'refused',
  ...given
}: Trial): Hostile {
  let server: FarServer | undefined;
  return {
    group,
    name,
    expects,
    ...(given.because ? { because: given.because } : {}),
    ...(given.isLong ? { isLong: true } : {}),
    prepare: async () => {
      given.make?.();
      server = await startFarServer(given);
    },
    run: async () => {
      if (!server) throw new Error('not prepared');
      const told = await way(server, address);
      mustBePublic(server);
      given.check?.(server);
      return { outcome: told.startsWith('kept') ? 'stored' : 'refused', reason: told.slice(0, 200) };
    },
    cleanUp: async () => server?.stop(),
  };
}

const notConnected = ({ connected }: FarServer): void => {
  if (connected.length > 0) throw new Error(`connected to ${connected.join(', ')}`);
};

const written = Object.entries(ways).flatMap(([what, way]) =>
  hiddenAddresses.map((address) =>
    trial({
      group: 'addresses to fetch from',
      name: `${what}: ${JSON.stringify(address)}`,
      way,
      address,
      check: notConnected,
    }),
  ),
);

const resolved = Object.entries(ways).flatMap(([what, way]) => [
  ...privateAnswers.map((answer) =>
    trial({
      group: 'names that lead inside',
      name: `${what}: a name that leads to ${answer}`,
      way,
      resolve: () => [answer],
      address: `https://${host}/`,
      check: notConnected,
    }),
  ),
  trial({
    group: 'names that lead inside',
    name: `${what}: a name that leads both to the internet and to 169.254.169.254`,
    way,
    resolve: () => ['93.184.215.14', '169.254.169.254'],
    address: `https://${host}/`,
    check: notConnected,
  }),
]);

export const fetchingCases: readonly Hostile[] = [...byKind(written, beforeColon), ...byKind(resolved, beforeColon)];
