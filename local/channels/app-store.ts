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

const appId = '682658836';
const issuerId = '57246542-96fe-1a63-e053-0824d011072a';
const keyId = '2X9R4HXF34';
const origin = 'https://api.appstoreconnect.apple.com';

const connection = {
  id: 'support-app-store',
  provider: 'app-store',
  channel: 'review',
  name: 'Shop app (iPhone)',
  address: 'example.parley.shop',
  accountId: appId,
  queueId: 'billing',
} as const;

type Review = {
  readonly id: string;
  readonly createdDate: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  response?: { readonly id: string; readonly responseBody: string; readonly lastModifiedDate: string };
};

/** What is written in the store, by id; it is forgotten with the process. */
const reviews = new Map<string, Review>();

const refused = (status: number, code: string, title: string): StandInAnswer => ({
  status,
  body: { errors: [{ id: randomUUID(), status: String(status), code, title, detail: title }] },
});

async function isOurKey({ headers }: StandInRequest, { now }: StandInContext): Promise<boolean> {
  const expected = { issuer: issuerId, audience: 'appstoreconnect-v1', algorithms: ['ES256'], currentDate: now() };
  try {
    const token = (headers.authorization ?? '').replace(/^Bearer /, '');
    const { payload } = await jwtVerify(token, publicKeyOf('apple'), expected);
    return Number(payload.exp) - Number(payload.iat) <= 20 * 60;
  } catch {
    return false;
  }
}

const responseData = ({ id, responseBody, lastModifiedDate }: NonNullable<Review['response']>) => ({
  type: 'customerReviewResponses',
  id,
  attributes: { responseBody, lastModifiedDate, state: 'PUBLISHED' },
});

const reviewData = ({ id, attributes, response }: Review) => ({
  type: 'customerReviews',
  id,
  attributes,
  relationships: {
    response: {
      data: response ? { type: 'customerReviewResponses', id: response.id } : null,
      links: { related: `${origin}/v1/customerReviews/${id}/response` },
    },
  },
  links: { self: `${origin}/v1/customerReviews/${id}` },
});

/** https://developer.apple.com/documentation/appstoreconnectapi/get-v1-apps-_id_-customerreviews, read 2026-11-22. */
function list({ path, query }: StandInRequest): StandInAnswer {
  if (path !== `/v1/apps/${appId}/customerReviews`) return refused(404, 'NOT_FOUND', 'There is no such resource');
  const all = [...reviews.values()].toSorted((a, b) => Date.parse(b.createdDate) - Date.parse(a.createdDate));
  const start = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const listed = all.slice(start, start + limit);
  const next = new URL(`${origin}${path}`);
  next.search = new URLSearchParams({ ...Object.fromEntries(query), cursor: String(start + limit) }).toString();
  return {
    status: 200,
    body: {
      data: listed.map(reviewData),
      included: listed.flatMap(({ response }) => (response ? [responseData(response)] : [])),
      links: { self: `${origin}${path}`, ...(start + limit < all.length ? { next: next.href } : {}) },
      meta: { paging: { total: all.length, limit } },
    },
  };
}

function respond(request: StandInRequest, context: StandInContext): StandInAnswer {
  const { data } = JSON.parse(request.body.toString());
  const review = reviews.get(data?.relationships?.review?.data?.id);
  const text = data?.attributes?.responseBody;
  if (!review) return refused(404, 'NOT_FOUND', 'There is no resource of type customerReviews with this id');
  if (typeof text !== 'string' || text === '' || text.length > 5970)
    return refused(409, 'ENTITY_ERROR.ATTRIBUTE.INVALID', 'An attribute value is invalid.');
  const at = context.now().toISOString();
  review.response = { id: review.response?.id ?? randomUUID(), responseBody: text, lastModifiedDate: at };
  const to = String(review.attributes.reviewerNickname);
  context.noteSent({ provider: 'app-store', id: review.response.id, to, text, status: 'published', at });
  return { status: 201, body: { data: responseData(review.response), links: {} } };
}

async function api(request: StandInRequest, context: StandInContext): Promise<StandInAnswer> {
  if (!(await isOurKey(request, context)))
    return refused(401, 'NOT_AUTHORIZED', 'Authentication credentials are missing or invalid.');
  return request.method === 'POST' ? respond(request, context) : list(request);
}

const fields: readonly Field[] = [
  { name: 'id', label: 'Id of the review', value: '' },
  { name: 'from', label: 'Nickname', value: 'Anne Johnson' },
  { name: 'stars', label: 'Stars', value: '1', kind: 'number' },
  { name: 'title', label: 'Title', value: 'Crashes' },
  { name: 'text', label: 'Text', value: 'It crashes when I open my basket.', kind: 'long' },
];

/** Writes a review, or the one with this id anew; Parley then asks for what is new, as it does every five minutes. */
const write: CustomerAction['webhooks'] = ({ id = '', from, stars, title, text }, { now }) => {
  const key = id === '' ? randomUUID() : id;
  const before = reviews.get(key);
  // Apple's times have an offset and no milliseconds.
  const createdDate = before?.createdDate ?? now.toISOString().replace(/\.\d{3}Z$/, '+00:00');
  const said = { rating: Number(stars), title, body: text };
  const attributes = { ...said, reviewerNickname: from, createdDate, territory: 'USA' };
  reviews.set(key, { ...before, id: key, createdDate, attributes });
  return [{ function: 'pollSources', event: {} }];
};

/** Reviews in the App Store. */
export const appStoreLocal: LocalChannel = {
  title: 'App Store',
  connection,
  credentials: { issuerId, keyId, privateKey: privateKeyOf('apple') },
  actions: [{ id: 'message', label: 'Review the app, or change a review', fields, webhooks: write }],
  hosts: { 'api.appstoreconnect.apple.com': api },
};
