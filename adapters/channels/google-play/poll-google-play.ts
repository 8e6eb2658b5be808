import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import type { PollAnswer, PolledItem, PollSource } from '#domain/polling/ports.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { pageOf } from '../shared/poll-request.ts';
import { type AccessToken, createAccessTokens } from './access-token.ts';
import { $GooglePlayCredentials } from './credentials.ts';
import { $Review, $ReviewList, apiUrl, commentsOf, msOf } from './payload.ts';

export type GooglePlaySourceNeeds = {
  readonly secret: ReadSecret;
  readonly fetch: typeof fetch;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

const perPage = 100;
/** Google lists the reviews of the last seven days; a list this long has no end. */
const mostPages = 200;
/** How far before the cursor is read again: reviews appear in the list some time after they were written. */
const overlapMs = 6 * 3_600_000;

type Found = { readonly item: PolledItem; readonly at: number };

/** Asks Google Play for reviews written or changed, or answered by somebody, since the position, which is a time. */
export function createGooglePlaySource(needs: GooglePlaySourceNeeds): PollSource {
  const accessToken = createAccessTokens(needs);
  return async (connection, position) => {
    const packageName = connection.accountId;
    if (packageName === undefined)
      return { kind: 'refused', reason: 'the connection names no app: its account id is the package name' };
    const token = await tokenFor({ ...needs, accessToken }, connection.id);
    if (token === undefined)
      return { kind: 'refused', reason: 'Google does not accept the key of the service account' };
    const since = position === undefined ? 0 : Date.parse(position) - overlapMs;
    return reviewsSince(needs, { packageName, token, since, position });
  };
}

type TokenNeeds = { readonly secret: ReadSecret; readonly accessToken: AccessToken };

const tokenFor = async ({ secret, accessToken }: TokenNeeds, connectionId: string): Promise<string | undefined> =>
  accessToken(await credentialsOf(secret, connectionId, $GooglePlayCredentials));

type Asked = {
  readonly packageName: string;
  readonly token: string;
  readonly since: number;
  readonly position: string | undefined;
};

async function reviewsSince(needs: GooglePlaySourceNeeds, asked: Asked): Promise<PollAnswer> {
  const found: Found[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await pageOf(needs.fetch, {
      url: listUrl(asked.packageName, pageToken),
      headers: { authorization: `Bearer ${asked.token}` },
      provider: 'Google Play',
    });
    if (page.kind !== 'page') return page;
    const { reviews, tokenPagination } = $ReviewList.parse(page.body);
    const these = reviews.map((review) => foundIn(needs, asked.packageName, review));
    found.push(...these.filter(({ at }) => at > asked.since));
    pageToken = tokenPagination?.nextPageToken;
    // Newest first: a page without news is followed by older ones.
    if (pageToken === undefined || these.every(({ at }) => at <= asked.since)) return answerWith(found, asked.position);
  }
  throw new Error(`the list of reviews has more than ${mostPages} pages`);
}

function listUrl(packageName: string, pageToken: string | undefined): URL {
  const url = new URL(`${apiUrl}/${encodeURIComponent(packageName)}/reviews`);
  url.searchParams.set('maxResults', String(perPage));
  if (pageToken !== undefined) url.searchParams.set('token', pageToken);
  return url;
}

/** What cannot be read goes on too: the reader puts it into quarantine with the reason. */
function foundIn({ idFrom, now }: GooglePlaySourceNeeds, packageName: string, review: unknown): Found {
  const body = JSON.stringify({ packageName, reviews: [review] });
  const { success, data } = $Review.safeParse(review);
  if (!success) return { item: { id: idFrom(body), about: 'unreadable', body }, at: now().getTime() };
  const { user, developer } = commentsOf(data);
  const changes = [user, developer].map((comment) => (comment ? msOf(comment.lastModified) : 0));
  const id = idFrom('google-play', packageName, data.reviewId, ...changes.map(String));
  return { item: { id, about: data.reviewId, body }, at: Math.max(...changes) };
}

function answerWith(found: readonly Found[], position: string | undefined): PollAnswer {
  const oldestFirst = found.toSorted((a, b) => a.at - b.at);
  const newest = oldestFirst.at(-1)?.at ?? 0;
  const reached = Math.max(newest, position === undefined ? 0 : Date.parse(position));
  return {
    kind: 'items',
    items: oldestFirst.map(({ item }) => item),
    position: reached === 0 ? undefined : new Date(reached).toISOString(),
  };
}
