import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import type { PollAnswer, PolledItem, PollSource } from '#domain/polling/ports.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { pageOf } from '../shared/poll-request.ts';
import { $AppStoreCredentials } from './credentials.ts';
import { versionOf } from './fingerprint.ts';
import { $CustomerReview, $ReviewPage, apiUrl, responseOf } from './payload.ts';
import { appStoreToken } from './token.ts';

export type AppStoreSourceNeeds = {
  readonly secret: ReadSecret;
  readonly fetch: typeof fetch;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

/** The most that Apple gives at once. */
const perPage = 200;
const mostPages = 200;
const dayMs = 86_400_000;
/** Reviews change in place and appear late: so far before the cursor the list is read again. */
const overlapMs = 3 * dayMs;
/** The first poll does not bring up years of old reviews. */
const firstMs = 30 * dayMs;

type Found = { readonly item: PolledItem; readonly at: number };
type Asked = {
  readonly appId: string;
  readonly token: string;
  readonly since: number;
  readonly position: string | undefined;
};

/** Asks App Store Connect for reviews since the position, which is a time, with the answers under them. */
export const createAppStoreSource =
  (needs: AppStoreSourceNeeds): PollSource =>
  async (connection, position) => {
    const appId = connection.accountId;
    if (appId === undefined)
      return { kind: 'refused', reason: 'the connection names no app: its account id is the Apple ID of the app' };
    const credentials = await credentialsOf(needs.secret, connection.id, $AppStoreCredentials);
    const token = await appStoreToken(credentials, needs.now());
    const since = position === undefined ? needs.now().getTime() - firstMs : Date.parse(position) - overlapMs;
    return reviewsSince(needs, { appId, token, since, position });
  };

async function reviewsSince(needs: AppStoreSourceNeeds, asked: Asked): Promise<PollAnswer> {
  const found: Found[] = [];
  let url: URL | undefined = listUrl(asked.appId);
  for (let pages = 0; url !== undefined && pages < mostPages; pages += 1) {
    const headers = { authorization: `Bearer ${asked.token}` };
    const page = await pageOf(needs.fetch, { url, headers, provider: 'App Store Connect' });
    if (page.kind !== 'page') return page;
    const { data, included, links } = $ReviewPage.parse(page.body);
    const these = data.map((review) => foundIn(needs, asked.appId, { review, included }));
    const news = these.filter(({ at }) => at > asked.since);
    found.push(...news);
    // Newest first: a page that reaches back before the time is the last one needed.
    url = news.length < these.length ? undefined : nextUrl(links?.next);
  }
  if (url !== undefined) throw new Error(`the list of reviews has more than ${mostPages} pages`);
  return answerWith(found, asked.position);
}

function listUrl(appId: string): URL {
  const url = new URL(`${apiUrl}/v1/apps/${encodeURIComponent(appId)}/customerReviews`);
  url.search = new URLSearchParams({ sort: '-createdDate', include: 'response', limit: String(perPage) }).toString();
  return url;
}

/** Our token goes to Apple and to nobody else, whatever a page names as the next one. */
function nextUrl(next: string | undefined): URL | undefined {
  const url = next === undefined ? undefined : URL.parse(next);
  return url?.origin === apiUrl ? url : undefined;
}

type Listed = { readonly review: unknown; readonly included: readonly unknown[] };

function foundIn({ idFrom, now }: AppStoreSourceNeeds, appId: string, { review, included }: Listed): Found {
  const { success, data } = $CustomerReview.safeParse(review);
  const response = success ? responseOf(data, included) : undefined;
  const body = JSON.stringify({ appId, data: [review], included: response ? [response] : [] });
  if (!success) return { item: { id: idFrom(body), about: 'unreadable', body }, at: now().getTime() };
  const answered = response ? response.attributes.lastModifiedDate : '';
  const id = idFrom('app-store', appId, data.id, versionOf(data), answered);
  return { item: { id, about: data.id, body }, at: Date.parse(data.attributes.createdDate) };
}

function answerWith(found: readonly Found[], position: string | undefined): PollAnswer {
  const oldestFirst = found.toSorted((a, b) => a.at - b.at);
  const reached = Math.max(oldestFirst.at(-1)?.at ?? 0, position === undefined ? 0 : Date.parse(position));
  return {
    kind: 'items',
    items: oldestFirst.map(({ item }) => item),
    position: reached === 0 ? undefined : new Date(reached).toISOString(),
  };
}
