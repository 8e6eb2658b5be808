import { picture } from '../stand-ins/twilio-picture.ts';
import type { LocalChannel, StandInAnswer, StandInContext, StandInRequest } from './local-channel.ts';
import { botToken, botUserId, connection, directOf, nextTs } from './slack-account.ts';

type Fields = Readonly<Record<string, unknown>>;
type Method = (fields: Fields, context: StandInContext) => Fields;

const ok = (fields: Fields = {}): Fields => ({ ok: true, ...fields });
const refused = (error: string): Fields => ({ ok: false, error });

const fieldsOf = ({ headers, body }: StandInRequest): Fields =>
  headers['content-type']?.startsWith('application/json')
    ? JSON.parse(body.toString('utf8'))
    : Object.fromEntries(new URLSearchParams(body.toString('utf8')));

const scopes = `app_mentions:read,channels:history,channels:read,chat:write,files:read,files:write,im:history,im:write,
  reactions:read,users:read,users:read.email`.replaceAll(/\s/g, '');

/** What Slack shows to people of what it was sent. */
const shown = (text: unknown): string =>
  String(text ?? '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Nobody has this id; everybody else is there. */
const nobody = 'U0NOBODY01';

const postMessage: Method = ({ channel, text, thread_ts }, { now, noteSent }) => {
  const place = String(channel);
  if (!/^[CDGUW][A-Z0-9]{2,}$/.test(place) || place === nobody) return refused('channel_not_found');
  if (text === undefined || text === '') return refused('no_text');
  if (String(text).length > 40_000) return refused('msg_too_long');
  const at = now();
  const posted = { channel: /^[UW]/.test(place) ? directOf(place) : place, ts: nextTs(at) };
  const id = `${posted.channel}:${posted.ts}`;
  const to = thread_ts === undefined ? place : `${place}, below ${thread_ts}`;
  noteSent({ provider: 'slack', id, to, text: shown(text), status: 'sent', at: at.toISOString() });
  return ok({ ...posted, message: { type: 'message', user: botUserId, text, ts: posted.ts } });
};

const uploads = new Map<string, string>();

const getUploadUrl: Method = ({ filename, length }) => {
  if (!filename || !/^[1-9]\d*$/.test(String(length))) return refused('invalid_arguments');
  const file_id = `F0LOCAL${String(uploads.size + 1).padStart(4, '0')}`;
  uploads.set(file_id, String(filename));
  return ok({ upload_url: `https://files.slack.com/upload/v1/${file_id}`, file_id });
};

type Shared = { readonly id: string; readonly title?: string };

const completeUpload: Method = ({ channel_id, files, initial_comment }, { now, noteSent }) => {
  if (!/^[CDGZ][A-Z0-9]{2,}$/.test(String(channel_id))) return refused('invalid_arguments');
  const shared: readonly Shared[] = Array.isArray(files) ? files : [];
  if (shared.length === 0 || shared.some(({ id }) => !uploads.has(id))) return refused('file_not_found');
  noteSent({
    provider: 'slack',
    id: `${channel_id}:${shared[0]?.id}`,
    to: String(channel_id),
    text: shown(initial_comment),
    files: shared.map(({ id }) => uploads.get(id) ?? id),
    status: 'sent',
    at: now().toISOString(),
  });
  return ok({ files: shared });
};

const userInfo: Method = ({ user }) =>
  ok({
    user: {
      id: user,
      team_id: connection.accountId,
      name: 'nora.pohl',
      real_name: 'Nora Pohl',
      profile: { real_name: 'Nora Pohl', display_name: 'nora', email: 'nora.pohl@example.com' },
    },
  });

const methods: Readonly<Record<string, Method>> = {
  'auth.test': () =>
    ok({ team: 'Parley', team_id: connection.accountId, user: connection.address, user_id: botUserId }),
  'users.info': userInfo,
  'conversations.info': ({ channel }) => ok({ channel: { id: channel, is_member: true } }),
  'conversations.open': ({ users }) =>
    users === nobody ? refused('user_not_found') : ok({ channel: { id: directOf(String(users)) } }),
  'chat.postMessage': postMessage,
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};

const isAuthorised = ({ headers }: StandInRequest): boolean => headers.authorization === `Bearer ${botToken}`;

function api(request: StandInRequest, context: StandInContext): StandInAnswer {
  const method = methods[request.path.replace('/api/', '')];
  if (!method) return { status: 200, body: refused('unknown_method') };
  if (!isAuthorised(request)) return { status: 200, body: refused('invalid_auth') };
  return { status: 200, headers: { 'x-oauth-scopes': scopes }, body: method(fieldsOf(request), context) };
}

/** Uploads need no token; downloads without one lead to the page that asks to sign in. */
function files(request: StandInRequest): StandInAnswer {
  if (request.path.startsWith('/upload/v1/')) return { status: 200, body: `OK - ${request.body.byteLength}` };
  return isAuthorised(request)
    ? { status: 200, headers: { 'content-type': 'image/png' }, body: picture.body }
    : {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><title>Sign in</title>',
      };
}

/** Slack's Web API and its files. */
export const slackHosts: NonNullable<LocalChannel['hosts']> = { 'slack.com': api, 'files.slack.com': files };
