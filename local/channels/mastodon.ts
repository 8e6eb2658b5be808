import type {
  CustomerAction,
  Field,
  LocalChannel,
  StandInAnswer,
  StandInContext,
  StandInRequest,
} from './local-channel.ts';

const server = 'mastodon.example';
const media = `files.${server}`;
const accessToken = `local-${'mastodon'.repeat(3)}`;
const ours = { id: '14715', username: 'shop', acct: 'shop', display_name: 'The shop' };

const connection = {
  id: 'support-mastodon',
  provider: 'mastodon',
  channel: 'mastodon',
  name: 'The shop on Mastodon',
  address: `@shop@${server}`,
  accountId: ours.id,
  queueId: 'billing',
} as const;

type Notification = { readonly id: string; readonly [name: string]: unknown };
type Posted = { readonly id: string; readonly body: unknown };

/** What happened on the server, oldest first; it is forgotten with the process. */
const notifications: Notification[] = [];
/** Posts by their idempotency key. */
const posts = new Map<string, Posted>();

/** Ids grow with time, as Mastodon's do. */
let latestId = 0;
function nextId(now: Date): string {
  latestId = Math.max(latestId + 1, now.getTime());
  return `${latestId}000`;
}

/** A red square of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const pictureAttached = (id: string) => ({
  id,
  type: 'image',
  url: `https://${media}/media_attachments/files/${id}/original/picture.png`,
  preview_url: `https://${media}/media_attachments/files/${id}/small/picture.png`,
  remote_url: null,
  description: 'A picture',
});

/** https://docs.joinmastodon.org/methods/notifications/#get, read 2026-11-22. */
function list({ query }: StandInRequest): StandInAnswer {
  const after = query.get('min_id');
  const limit = Math.min(Number(query.get('limit') ?? 40), 80);
  const wanted = after === null ? notifications.slice(-limit) : newerThan(after).slice(0, limit);
  return { status: 200, body: wanted.toReversed() };
}

const newerThan = (id: string) => notifications.filter((one) => BigInt(one.id) > BigInt(id));

/** https://docs.joinmastodon.org/methods/statuses/#create, read 2026-11-22. */
function post(request: StandInRequest, context: StandInContext): StandInAnswer {
  const key = request.headers['idempotency-key'] ?? '';
  const before = posts.get(key);
  if (before && key !== '') return { status: 200, body: before.body };
  const { status = '', visibility, in_reply_to_id = null } = JSON.parse(request.body.toString());
  if (status === '' || [...status].length > 500)
    return { status: 422, body: { error: 'Validation failed: Text character limit of 500 exceeded' } };
  const id = nextId(context.now());
  const at = context.now().toISOString();
  const body = { id, created_at: at, in_reply_to_id, visibility, content: `<p>${status}</p>`, account: ours };
  posts.set(key, { id, body });
  const [to = '', ...words] = String(status).split(' ');
  context.noteSent({ provider: 'mastodon', id, to, text: words.join(' '), status: String(visibility), at });
  return { status: 200, body };
}

function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  if (request.headers.authorization !== `Bearer ${accessToken}`)
    return { status: 401, body: { error: 'The access token is invalid' } };
  if (request.path === '/api/v1/accounts/verify_credentials') return { status: 200, body: ours };
  if (request.path === '/api/v1/notifications') return list(request);
  if (request.path === '/api/v1/statuses' && request.method === 'POST') return post(request, context);
  return { status: 404, body: { error: 'Record not found' } };
}

const from: Field = { name: 'from', label: 'From', value: 'zsc@cybre.example' };
const text: Field = { name: 'text', label: 'Text', value: 'my parcel has been "on its way" for a week' };
const visibility: Field = { name: 'visibility', label: 'public, unlisted, private or direct', value: 'public' };
const answered: Field = { name: 'answers', label: 'Id of the post that is answered', value: '' };

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Somebody mentions us; Parley then asks for what is new, as it does every five minutes. */
const mention =
  (hasPicture: 'with-picture' | 'plain'): CustomerAction['webhooks'] =>
  (values, { now }) => {
    const id = nextId(now);
    const acct = values.from ?? '';
    const account = {
      id: `9${acct.length}1724`,
      username: acct.split('@')[0],
      acct,
      display_name: acct.split('@')[0],
      bot: false,
    };
    const status = {
      id,
      created_at: now.toISOString(),
      in_reply_to_id: values.answers || null,
      spoiler_text: '',
      visibility: values.visibility ?? 'public',
      url: `https://${server}/@${acct}/${id}`,
      content: `<p><span class="h-card"><a href="https://${server}/@shop" class="u-url mention">@<span>shop</span></a></span> ${escaped(values.text ?? '')}</p>`,
      account,
      media_attachments: hasPicture === 'with-picture' ? [pictureAttached(id)] : [],
      mentions: [{ ...ours, url: `https://${server}/@shop` }],
    };
    notifications.push({ id: nextId(now), type: 'mention', created_at: now.toISOString(), account, status });
    return [{ function: 'pollSources', event: {} }];
  };

/** Mentions on Mastodon. */
export const mastodonLocal: LocalChannel = {
  title: 'Mastodon',
  connection,
  credentials: { server, accessToken },
  actions: [
    { id: 'message', label: 'Mention', fields: [from, text, visibility, answered], webhooks: mention('plain') },
    {
      id: 'picture',
      label: 'Mention with a picture',
      fields: [from, text, visibility],
      webhooks: mention('with-picture'),
    },
  ],
  hosts: {
    [server]: api,
    [media]: () => ({ status: 200, headers: { 'content-type': 'image/png' }, body: picture }),
  },
};
