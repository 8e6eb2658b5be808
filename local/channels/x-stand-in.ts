import { oauth1Header } from '#adapters/channels/x/oauth1.ts';
import { weightedLength } from '#adapters/channels/x/weighted-length.ts';
import { picture } from '../stand-ins/twilio-picture.ts';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';
import { account, activity, connection, credentials, directMessage, newId, webhookPath } from './x-webhook.ts';

/** The signature is made again from what the header says of nonce and time, over the real address. */
function isSigned({ method, path: at, headers }: StandInRequest, host: string): boolean {
  const given = headers.authorization ?? '';
  const field = (name: string): string => decodeURIComponent(new RegExp(`${name}="([^"]*)"`).exec(given)?.[1] ?? '');
  const moment = { nonce: field('oauth_nonce'), timestamp: field('oauth_timestamp') };
  return (
    given ===
    oauth1Header({ method: method === 'GET' ? 'GET' : 'POST', url: `https://${host}${at}` }, credentials, moment)
  );
}

const problem = (status: number, title: string, detail: string): StandInAnswer => ({
  status,
  body: { title, type: 'about:blank', status, detail },
});
const unauthorised = problem(401, 'Unauthorized', 'Unauthorized');

type Sending = {
  readonly text?: string;
  readonly attachments?: readonly unknown[];
  readonly media?: unknown;
  readonly reply?: { readonly in_reply_to_tweet_id?: string };
};

function sendDirect(to: string, sending: Sending, context: StandInContext): StandInAnswer {
  const { text: said = '', attachments = [] } = sending;
  if (said === '' && attachments.length === 0)
    return problem(400, 'Invalid Request', 'One of text or attachments is required.');
  const now = context.now();
  const message = directMessage({ from: account, to, data: { text: said } }, now);
  const { id } = message;
  const files = attachments.length === 0 ? {} : { files: ['picture'] };
  context.noteSent({ provider: 'x', id, to, text: said, ...files, status: 'sent', at: now.toISOString() });
  context.callBack(activity('dm.sent', now, { payload: { direct_message_events: [message], users: {} } }));
  return { status: 201, body: { data: { dm_conversation_id: `${account}-${to}`, dm_event_id: id } } };
}

function post({ text: said = '', media, reply }: Sending, context: StandInContext): StandInAnswer {
  if (weightedLength(said) > 280) return problem(400, 'Invalid Request', 'Your Tweet text is too long.');
  const now = context.now();
  const id = newId(now);
  const files = media === undefined ? {} : { files: ['picture'] };
  const to = `everybody, below ${reply?.in_reply_to_tweet_id}`;
  context.noteSent({ provider: 'x', id, to, text: said, ...files, status: 'sent', at: now.toISOString() });
  return { status: 201, body: { data: { id, text: said, edit_history_tweet_ids: [id] } } };
}

function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  const tokens = [credentials.bearerToken, credentials.subscribingToken];
  const isBearer = tokens.some((token) => request.headers.authorization === `Bearer ${token}`);
  if (!isBearer && !isSigned(request, 'api.x.com')) return unauthorised;
  const route = `${request.method} ${request.path}`;
  const to = /^POST \/2\/dm_conversations\/with\/(\d+)\/messages$/.exec(route)?.[1];
  if (to !== undefined) return sendDirect(to, JSON.parse(request.body.toString('utf8')), context);
  if (route === 'POST /2/tweets') return post(JSON.parse(request.body.toString('utf8')), context);
  const answer = settled(context)[route];
  return answer === undefined ? problem(404, 'Not Found Error', 'Not found.') : { status: 200, body: answer };
}

/** Answers that depend on nothing that was sent. */
const settled = ({ now, publicUrl }: StandInContext): Readonly<Record<string, unknown>> => {
  const webhook = {
    id: '1976325569252868099',
    url: `${publicUrl}${webhookPath}`,
    valid: true,
    created_at: now().toISOString(),
  };
  const types = ['dm.received', 'dm.sent', 'dm.read', 'chat.received', 'post.mention.create'];
  const subscriptions = types.map((event_type, at) => ({
    subscription_id: `19763255692528680${at}`,
    event_type,
    filter: { user_id: account },
  }));
  return {
    'GET /2/users/me': { data: { id: account, name: connection.name, username: 'HarbourStore' } },
    'POST /2/media/upload': { data: { id: newId(now()), media_key: '3_1', expires_after_secs: 86_400, size: 1 } },
    'GET /2/webhooks': { data: [webhook], meta: { result_count: 1 } },
    'POST /2/webhooks': { data: webhook },
    [`PUT /2/webhooks/${webhook.id}`]: { data: { valid: true } },
    'GET /2/activity/subscriptions': { data: subscriptions, meta: { total_subscriptions: types.length } },
    'POST /2/activity/subscriptions': { data: subscriptions[0], meta: { total_subscriptions: types.length } },
  };
};

const media = (request: StandInRequest): StandInAnswer =>
  isSigned(request, 'ton.twitter.com')
    ? { status: 200, headers: { 'content-type': 'image/png' }, body: picture.body }
    : unauthorised;

/** Stands in for X's API and for where pictures of direct messages are. */
export const xHosts: NonNullable<LocalChannel['hosts']> = { 'api.x.com': api, 'ton.twitter.com': media };
