import type { GraphAccess } from '#adapters/channels/meta/graph.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import type { LookUp } from './look-up.ts';

/** What every part of the reading of one body works with. */
export type Reading = {
  readonly needs: Pick<ReadingNeeds, 'fetch' | 'files'>;
  readonly connection: Connection;
  /** The page or the Instagram account; everybody's id is unique within it. */
  readonly account: string;
  readonly provider: 'messenger' | 'instagram';
  readonly receivedAt: string;
  readonly access: GraphAccess;
  /** Of our app at Meta, if the credentials name it: tells our own messages from those of other tools. */
  readonly appId: string | undefined;
  readonly lookUp: LookUp;
};

export const dropped = ({ provider }: Pick<Reading, 'provider'>, why: string): InboundItem => ({
  kind: 'dropped',
  rule: `${provider}-${why}`,
});

/** The fields that have a value. */
export const known = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

/** What names look like at each product; Meta tells them only to apps that it has allowed to ask. */
const nameFields = { messenger: 'name', instagram: 'name,username' } as const;

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A person by the id that this account knows them by, with the name where Meta tells it. */
export async function personOf(reading: Reading, id: string): Promise<Sender> {
  const { provider, account, access, lookUp } = reading;
  const profile = await lookUp(access, { path: id, fields: nameFields[provider] });
  return known({
    address: id,
    scope: account,
    name: textIn(profile?.name),
    handle: handleOf(textIn(profile?.username)),
    verified: true,
  });
}

export const handleOf = (username: string | undefined): string | undefined =>
  username === undefined ? undefined : `@${username}`;
