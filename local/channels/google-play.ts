import { randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';
import type {
  CustomerAction,
  Field,
  LocalChannel,
  StandInAnswer,
  StandInContext,
  StandInRequest,
} from './local-channel.ts';
import { privateKeyOf, publicKeyOf } from './store-keys.ts';

const packageName = 'example.parley.shop';
const account = 'reviews@parley-local.iam.gserviceaccount.com';
const accessToken = `ya29.${'local'.repeat(6)}`;

const connection = {
  id: 'support-google-play',
  provider: 'google-play',
  channel: 'review',
  name: 'Shop app (Android)',
  address: packageName,
  accountId: packageName,
  queueId: 'billing',
} as const;

type Time = { readonly seconds: string; readonly nanos: number };
type Comments = { userComment: unknown; developerComment?: { text: string; lastModified: Time } };
type Review = { readonly reviewId: string; readonly authorName: string; at: number; comments: Comments };

/** What is written in the store, by id; it is forgotten with the process. */
const reviews = new Map<string, Review>();

const timeOf = (ms: number): Time => ({ seconds: String(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 });

const refused = (code: number, status: string, message: string): StandInAnswer => ({
  status: code,
  body: { error: { code, message, status } },
});

/** https://developers.google.com/identity/protocols/oauth2/service-account, read 2026-11-22. */
async function token({ body }: StandInRequest, { now }: StandInContext): Promise<StandInAnswer> {
  try {
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? '';
    const expected = { issuer: account, audience: 'https://oauth2.googleapis.com/token', currentDate: now() };
    await jwtVerify(assertion, publicKeyOf('google'), { ...expected, algorithms: ['RS256'] });
    return { status: 200, body: { access_token: accessToken, expires_in: 3599, token_type: 'Bearer' } };
  } catch {
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
  }
}

/** Newest first, of the last seven days, in pages. */
function list({ query }: StandInRequest, { now }: StandInContext): StandInAnswer {
  const since = now().getTime() - 7 * 86_400_000;
  const all = [...reviews.values()].filter(({ at }) => at > since).toSorted((a, b) => b.at - a.at);
  const start = Number(query.get('token') ?? 0);
  const end = start + Number(query.get('maxResults') ?? 10);
  const listed = all.slice(start, end).map(({ reviewId, authorName, comments }) => {
    const { userComment, developerComment } = comments;
    return { reviewId, authorName, comments: [{ userComment }, ...(developerComment ? [{ developerComment }] : [])] };
  });
  const tokenPagination = end < all.length ? { tokenPagination: { nextPageToken: String(end) } } : {};
  return { status: 200, body: { ...(listed.length > 0 ? { reviews: listed } : {}), ...tokenPagination } };
}

function reply(reviewId: string, request: StandInRequest, context: StandInContext): StandInAnswer {
  const review = reviews.get(reviewId);
  if (!review) return refused(404, 'NOT_FOUND', 'Review not found.');
  const { replyText = '' } = JSON.parse(request.body.toString());
  if (replyText === '' || [...replyText].length > 350) return refused(400, 'INVALID_ARGUMENT', 'Reply text too long.');
  const lastModified = timeOf(context.now().getTime());
  review.comments.developerComment = { text: replyText, lastModified };
  const sent = { id: reviewId, to: review.authorName, text: replyText, status: 'published' };
  context.noteSent({ provider: 'google-play', ...sent, at: context.now().toISOString() });
  return { status: 200, body: { result: { replyText, lastEdited: lastModified } } };
}

/** https://developers.google.com/android-publisher/api-ref/rest/v3/reviews, read 2026-11-22. */
function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  if (request.headers.authorization !== `Bearer ${accessToken}`)
    return refused(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  const [, reviewId, verb] = /\/reviews(?:\/([^/]+?))?(:reply)?$/.exec(decodeURIComponent(request.path)) ?? [];
  if (!request.path.includes(`/applications/${packageName}/`)) return refused(403, 'PERMISSION_DENIED', 'No access.');
  if (reviewId !== undefined && verb) return reply(reviewId, request, context);
  return list(request, context);
}

const fields: readonly Field[] = [
  { name: 'id', label: 'Id of the review', value: '' },
  { name: 'from', label: 'Name', value: 'Jane Bloggs' },
  { name: 'stars', label: 'Stars', value: '2', kind: 'number' },
  { name: 'text', label: 'Text', value: 'The app forgets my address with each order.', kind: 'long' },
];

/** Writes a review, or the one with this id anew; Parley then asks for what is new, as it does every five minutes. */
const write: CustomerAction['webhooks'] = ({ id = '', from = '', stars, text = '' }, { now }) => {
  const reviewId = id === '' ? `gp:${randomUUID()}` : id;
  const userComment = {
    text: `\t${text}`,
    lastModified: timeOf(now.getTime()),
    starRating: Number(stars),
    reviewerLanguage: 'en',
    device: 'trltecan',
    androidOsVersion: 34,
    appVersionCode: 12_345,
    appVersionName: '1.2.3',
    deviceMetadata: { productName: 'E5333 (Xperia™ C4 Dual)', manufacturer: 'Sony' },
  };
  const comments = { ...reviews.get(reviewId)?.comments, userComment };
  reviews.set(reviewId, { reviewId, authorName: from, at: now.getTime(), comments });
  return [{ function: 'pollSources', event: {} }];
};

/** Reviews on Google Play. */
export const googlePlayLocal: LocalChannel = {
  title: 'Google Play',
  connection,
  credentials: { type: 'service_account', client_email: account, private_key: privateKeyOf('google') },
  actions: [{ id: 'message', label: 'Review the app, or change a review', fields, webhooks: write }],
  hosts: { 'oauth2.googleapis.com': token, 'androidpublisher.googleapis.com': api },
};
