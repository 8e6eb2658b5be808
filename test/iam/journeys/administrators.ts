import { localChannels } from '#local/channels/channels.ts';
import type { LocalChannel } from '#local/channels/local-channel.ts';
import { rawMailBucket } from '#local/names.ts';
import { eventually, sendRawMail } from '#test/journeys/journey.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { asks, read } from './asking.ts';
import type { Losses } from './lost.ts';
import { mailFrom, refundMail } from './mails.ts';

/** Enters a connection again, rotates its secrets, and looks at how it fares. */
async function tends(system: LocalSystem, { connection, credentials }: LocalChannel): Promise<void> {
  const path = `/v1/connections/${connection.id}`;
  const { id: _, ...entered } = connection;
  await asks(system, 'ada', { method: 'PUT', path, body: entered });
  await asks(system, 'ada', { method: 'PUT', path: `${path}/credentials`, body: { credentials } });
  await asks(system, 'ada', { method: 'POST', path: `${path}/test` });
  await system.api('ada')({ method: 'POST', path: `${path}/register`, body: {} });
  await asks(system, 'ada', { path: `${path}/health` });
  await asks(system, 'ada', { path: `${path}/ledger` });
}

type Quarantined = { readonly id: string; readonly provider: string; readonly placedAt?: string };
type Entry = { readonly id: string };

/** Every connection, and every list of settings; agents get room for all that follows. */
export async function administratorsTend(system: LocalSystem): Promise<void> {
  await Promise.all(localChannels.map((channel) => tends(system, channel)));
  await asks(system, 'ada', { path: '/v1/providers' });
  for (const list of ['agents', 'queues', 'policies', 'calendars', 'templates']) {
    const { items } = await asks<{ items: Entry[] }>(system, 'ada', { path: `/v1/${list}` });
    for (const { id, ...entry } of items) {
      const body = list === 'agents' ? { ...entry, capacity: 100 } : entry;
      await asks(system, 'ada', { method: 'PUT', path: `/v1/${list}/${id}`, body });
    }
  }
  await asks(system, 'ada', { method: 'PUT', path: '/v1/agents/ada/presence', body: { presence: 'available' } });
}

type Retry = (id: string) => Promise<unknown>;

/** A mail that nobody is there for, which the bucket has lost when somebody is. */
async function mailIsTried(system: LocalSystem, losses: Losses, retried: Retry): Promise<void> {
  const address = 'later@parley.example';
  await sendRawMail(system, { ...mailFrom, to: address }, refundMail.replace('first@', 'later@'));
  const { id } = await eventually('a mail in quarantine', () => waiting(system, 'ses-email'));
  const connection = { provider: 'ses-email', channel: 'email', name: 'Later', address, queueId: 'billing' };
  await asks(system, 'ada', { method: 'PUT', path: '/v1/connections/later-mail', body: connection });
  await losses.files();
  await triedUntil(
    async () => losses.missed('receiveMessages', rawMailBucket),
    () => retried(id),
  );
}

/** A message that came while its connection was off. */
async function messageIsTried(system: LocalSystem, retried: Retry): Promise<void> {
  const path = '/v1/connections/support-viber';
  await asks(system, 'ada', { method: 'POST', path: `${path}/disable` });
  const { id } = await eventually('a message in quarantine', async () => {
    await system.simulate('viber', 'message', { text: 'While it was off' });
    await read(system);
    return waiting(system, 'viber');
  });
  await asks(system, 'ada', { method: 'POST', path: `${path}/enable` });
  await triedUntil(
    async () => (await waiting(system, 'viber'))?.id !== id,
    () => retried(id),
  );
}

/** Functions remember connections for ten seconds. */
const patienceMs = 30_000;

const triedUntil = (isDone: () => Promise<boolean>, retry: () => Promise<unknown>): Promise<true> =>
  eventually(
    'it is tried with what is set up now',
    async () => {
      if (await isDone()) return true;
      await retry();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return isDone();
    },
    patienceMs,
  );

async function waiting(system: LocalSystem, provider: string): Promise<Quarantined | undefined> {
  const { items } = await asks<{ items: Quarantined[] }>(system, 'ada', { path: '/v1/quarantine' });
  return items.find((entry) => entry.provider === provider && entry.placedAt === undefined);
}

/** What cannot be placed waits in quarantine, and is tried again. */
export async function quarantineIsTried(system: LocalSystem, losses: Losses): Promise<void> {
  const retried: Retry = (id) => system.api('ada')({ method: 'POST', path: `/v1/quarantine/${id}/retry`, body: {} });
  await mailIsTried(system, losses, retried);
  await messageIsTried(system, retried);
}
