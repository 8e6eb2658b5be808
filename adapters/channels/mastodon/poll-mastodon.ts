import * as z from 'zod';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import type { PollAnswer, PolledItem, PollSource } from '#domain/polling/ports.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { pageOf } from '../shared/poll-request.ts';
import { $MastodonCredentials, bearer, type MastodonCredentials } from './credentials.ts';
import { $Notification } from './payload.ts';

export type MastodonSourceNeeds = {
  readonly secret: ReadSecret;
  readonly fetch: typeof fetch;
  readonly idFrom: IdFrom;
};

/** The most that Mastodon gives at once. */
const perPage = 80;
const mostPages = 100;
/** The first poll brings the newest mentions only. */
const firstPage = 40;
/** Ids are given in the order in which writing began, not ended: so many before the cursor are looked at again. */
const overlapIds = 1000n;

const $Page = z.array(z.unknown());
const $Named = z.looseObject({ id: z.string() });

type Asked = { readonly account: string; readonly credentials: MastodonCredentials };

/** Asks a Mastodon server for mentions of the account since the position, which is the id of a notification. */
export const createMastodonSource =
  (needs: MastodonSourceNeeds): PollSource =>
  async (connection, position) => {
    const account = connection.accountId;
    if (account === undefined)
      return { kind: 'refused', reason: 'the connection names no account: its account id is the id on the server' };
    const credentials = await credentialsOf(needs.secret, connection.id, $MastodonCredentials);
    return mentionsSince(needs, { account, credentials }, position);
  };

async function mentionsSince(
  needs: MastodonSourceNeeds,
  asked: Asked,
  position: string | undefined,
): Promise<PollAnswer> {
  const items: PolledItem[] = [];
  let reached = position;
  let after = position === undefined ? undefined : before(position);
  for (let pages = 0; pages < mostPages; pages += 1) {
    const url = listUrl(asked.credentials.server, after);
    const page = await pageOf(needs.fetch, { url, headers: bearer(asked.credentials), provider: 'Mastodon' });
    if (page.kind !== 'page') return page;
    // Newest first within a page, while pages after `min_id` go forward.
    const oldestFirst = $Page.parse(page.body).toReversed();
    items.push(...oldestFirst.map((notification) => itemOf(needs, asked, notification)));
    const last = $Named.safeParse(oldestFirst.at(-1)).data?.id;
    reached = laterOf(reached, last);
    if (after === undefined || last === undefined || oldestFirst.length < perPage)
      return { kind: 'items', items, position: reached };
    after = last;
  }
  // What is left is read by the next poll, from here on.
  return { kind: 'items', items, position: reached };
}

function listUrl(server: string, after: string | undefined): URL {
  const url = new URL(`https://${server}/api/v1/notifications`);
  url.searchParams.append('types[]', 'mention');
  url.searchParams.set('limit', String(after === undefined ? firstPage : perPage));
  if (after !== undefined) url.searchParams.set('min_id', after);
  return url;
}

/** Ids are numbers as text on Mastodon; other servers that speak its API have other ones, which are taken as they are. */
const isNumber = (id: string): boolean => /^\d{1,30}$/.test(id);

function before(id: string): string {
  if (!isNumber(id)) return id;
  return String(BigInt(id) > overlapIds ? BigInt(id) - overlapIds : 0n);
}

function laterOf(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return other ?? one;
  if (isNumber(one) && isNumber(other)) return BigInt(one) > BigInt(other) ? one : other;
  return other;
}

function itemOf(
  { idFrom }: MastodonSourceNeeds,
  { account, credentials: { server } }: Asked,
  notification: unknown,
): PolledItem {
  const body = JSON.stringify({ account, server, notifications: [notification] });
  const { success, data } = $Notification.safeParse(notification);
  if (!success) return { id: idFrom(body), about: 'unreadable', body };
  return { id: idFrom('mastodon', server, data.id), about: data.account.acct, body };
}
