import * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';
import type { Check, Manager } from '../manager.ts';
import type { ManagingNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { xApi } from './api.ts';
import { $XCredentials, type XCredentials } from './credentials.ts';
import { momentOf, oauth1Header } from './oauth1.ts';
import { $XSettings } from './settings.ts';

const $Me = z.object({ data: z.object({ id: z.string(), username: z.string() }) });
const $Webhook = z.object({ id: z.string(), url: z.string().optional(), valid: z.boolean().optional() });
const $Webhooks = z.object({ data: z.array($Webhook).default([]) });
const $Created = z.union([z.object({ data: $Webhook }).transform(({ data }) => data), $Webhook]);
const $Subscriptions = z.object({
  data: z
    .array(
      z.looseObject({ event_type: z.string(), filter: z.looseObject({ user_id: z.string().optional() }).optional() }),
    )
    .default([]),
});

/** What we want to be told of our account; https://docs.x.com/x-api/activity/introduction, read 2026-11-22. */
const eventTypes = ['dm.received', 'dm.sent', 'dm.read', 'chat.received', 'post.mention.create'];

const answerWithinMs = 15_000;

/** Checks an account at X, registers the webhook and subscribes to what concerns us. */
export const createXManager = (needs: ManagingNeeds): Manager => ({
  credentials: $XCredentials,
  settings: $XSettings,
  check: async (connection) => {
    const asking = await askingFor(needs, connection);
    return [
      await checkAccount(asking, connection),
      await checkWebhook(asking, `${needs.publicUrl}/webhooks/x/${connection.id}`),
      await checkSubscriptions(asking, connection),
    ];
  },
  register: async (connection, url) => {
    const asking = await askingFor(needs, connection);
    const webhook = await ensureWebhook(asking, url);
    if (!('id' in webhook)) return webhook;
    return subscribe(asking, connection, webhook.id);
  },
});

type Answered = { readonly status: number; readonly body: unknown };
type Asking = {
  readonly credentials: XCredentials;
  readonly ask: (method: 'GET' | 'POST' | 'PUT', path: string, sent: Sent) => Promise<Answered>;
};
type Sent = { readonly authorization: string | undefined; readonly body?: unknown };

async function askingFor(
  needs: ManagingNeeds,
  connection: Connection,
): Promise<Asking & { readonly signedGet: (path: string) => string }> {
  const credentials = await credentialsOf(needs.secret, connection.id, $XCredentials);
  const signedGet = (path: string) =>
    oauth1Header({ method: 'GET', url: `${xApi}${path}` }, credentials, momentOf(needs.now()));
  const ask: Asking['ask'] = async (method, path, { authorization, body }) => {
    try {
      const response = await needs.fetch(`${xApi}${path}`, {
        method,
        headers: { authorization: authorization ?? '', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return { status: 0, body: undefined };
    }
  };
  return { credentials, ask, signedGet };
}

const bearer = (token: string | undefined): string | undefined => (token === undefined ? undefined : `Bearer ${token}`);

async function checkAccount(
  { ask, signedGet }: Asking & { readonly signedGet: (path: string) => string },
  { accountId }: Connection,
): Promise<Check> {
  const name = 'Access token';
  const { status, body } = await ask('GET', '/users/me', { authorization: signedGet('/users/me') });
  const me = $Me.safeParse(body).data?.data;
  if (status !== 200 || !me) return { name, ok: false, detail: `X did not accept it (HTTP ${status}).` };
  if (me.id !== accountId)
    return { name, ok: false, detail: `It is of @${me.username}; enter ${me.id} as the connection’s account id.` };
  return { name, ok: true, detail: `It is of @${me.username}.` };
}

const needsBearer = 'Enter the app’s bearer token into the credentials first.';

async function webhooksOf({ ask, credentials }: Asking) {
  const { status, body } = await ask('GET', '/webhooks', { authorization: bearer(credentials.bearerToken) });
  return { status, webhooks: $Webhooks.safeParse(body).data?.data ?? [] };
}

async function checkWebhook(asking: Asking, url: string): Promise<Check> {
  const name = 'Webhook';
  if (asking.credentials.bearerToken === undefined) return { name, ok: false, detail: needsBearer };
  const { status, webhooks } = await webhooksOf(asking);
  const found = webhooks.find((webhook) => webhook.url === url);
  if (!found) return { name, ok: false, detail: `X knows no webhook at ${url} (HTTP ${status}). Register it.` };
  return found.valid === false
    ? { name, ok: false, detail: 'X could not reach it and stopped. Register it again, which has X try anew.' }
    : { name, ok: true, detail: 'X reaches it.' };
}

async function checkSubscriptions({ ask, credentials }: Asking, { accountId }: Connection): Promise<Check> {
  const name = 'Subscriptions';
  if (credentials.bearerToken === undefined) return { name, ok: false, detail: needsBearer };
  const { status, body } = await ask('GET', '/activity/subscriptions', {
    authorization: bearer(credentials.bearerToken),
  });
  const found = $Subscriptions.safeParse(body).data?.data ?? [];
  const ours = found.filter(({ filter }) => filter?.user_id === accountId).map(({ event_type }) => event_type);
  const missing = eventTypes.filter((type) => !ours.includes(type));
  if (status !== 200 || missing.length > 0)
    return {
      name,
      ok: false,
      detail: `X does not tell of ${missing.join(', ')} (HTTP ${status}). Register the webhook.`,
    };
  return { name, ok: true, detail: 'X tells of direct messages and mentions.' };
}

/** Registers the address, or has X try it again when it is registered already. */
async function ensureWebhook(asking: Asking, url: string): Promise<{ readonly id: string } | Check> {
  const name = 'Webhook';
  const { ask, credentials } = asking;
  if (credentials.bearerToken === undefined) return { name, ok: false, detail: needsBearer };
  const authorization = bearer(credentials.bearerToken);
  const known = (await webhooksOf(asking)).webhooks.find((webhook) => webhook.url === url);
  if (known) {
    const { status } = await ask('PUT', `/webhooks/${known.id}`, { authorization });
    return status === 200 ? known : { name, ok: false, detail: `X could not reach it (HTTP ${status}).` };
  }
  const { status, body } = await ask('POST', '/webhooks', { authorization, body: { url } });
  return $Created.safeParse(body).data ?? { name, ok: false, detail: `X did not take the address (HTTP ${status}).` };
}

/** Answered for what is subscribed to already. */
const conflict = 409;

/** Private events want the account's own consent, given with its OAuth 2.0 token. */
async function subscribe({ ask, credentials }: Asking, { accountId }: Connection, webhookId: string): Promise<Check> {
  const name = 'Subscriptions';
  if (credentials.subscribingToken === undefined)
    return {
      name,
      ok: false,
      detail: 'The webhook is registered. Enter a subscribing token (docs/channels/x.md) and register again.',
    };
  const authorization = bearer(credentials.subscribingToken);
  const refused: string[] = [];
  for (const event_type of eventTypes) {
    const body = { event_type, filter: { user_id: accountId }, webhook_id: webhookId, tag: 'parley' };
    const { status } = await ask('POST', '/activity/subscriptions', { authorization, body });
    const isDone = (status >= 200 && status < 300) || status === conflict;
    if (!isDone) refused.push(`${event_type} (HTTP ${status})`);
  }
  return refused.length === 0
    ? { name, ok: true, detail: 'X tells of direct messages and mentions.' }
    : { name, ok: false, detail: `X refused ${refused.join(', ')}.` };
}
