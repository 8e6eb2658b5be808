import * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';
import type { Check, Manager } from '../manager.ts';
import type { ManagingNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { apiRequest, apiUrl } from './api.ts';
import { $ViberCredentials } from './credentials.ts';

const $Account = z.object({
  status: z.literal(0),
  id: z.string(),
  name: z.string(),
  webhook: z.string().nullish(),
  event_types: z.array(z.string()).default([]),
});
const $Status = z.object({ status: z.number(), status_message: z.string().optional() });

/** What we want to be told; `message`, `subscribed`, `unsubscribed` and `conversation_started` among them. */
const eventTypes = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'];

const answerWithinMs = 15_000;

/** Checks a Viber bot, and tells Viber where its webhooks go. */
export const createViberManager = (needs: ManagingNeeds): Manager => ({
  credentials: $ViberCredentials,
  check: async (connection) => {
    const account = await ask(needs, connection, { method: 'get_account_info', body: {} });
    const found = $Account.safeParse(account).data;
    if (!found) return [{ name: 'Authentication token', ok: false, detail: refused(account) }];
    return [checkAccount(connection, found), checkWebhook(webhookOf(needs, connection), found)];
  },
  register: async (connection, url) => {
    const body = { url, event_types: eventTypes, send_name: true, send_photo: false };
    const answer = await ask(needs, connection, { method: 'set_webhook', body });
    const ok = $Status.safeParse(answer).data?.status === 0;
    return { name: 'Webhook', ok, detail: ok ? 'Viber reached it and sends webhooks there.' : refused(answer) };
  },
});

const webhookOf = ({ publicUrl }: ManagingNeeds, { id }: Connection): string => `${publicUrl}/webhooks/viber/${id}`;

/** What Viber answered, whatever its HTTP status; undefined when there was no JSON. */
async function ask(
  needs: ManagingNeeds,
  connection: Connection,
  { method, body }: { readonly method: string; readonly body: unknown },
): Promise<unknown> {
  const { authTokens } = await credentialsOf(needs.secret, connection.id, $ViberCredentials);
  try {
    const request = apiRequest(authTokens[0], body);
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await needs.fetch(apiUrl(method), { ...request, redirect: 'error', signal });
    return await response.json();
  } catch {
    return undefined;
  }
}

function refused(answer: unknown): string {
  const { data } = $Status.safeParse(answer);
  return data
    ? `Viber refused with status ${data.status}${data.status_message ? ` (${data.status_message})` : ''}.`
    : 'Viber gave no answer. Try again.';
}

type Account = z.infer<typeof $Account>;

const checkAccount = ({ accountId }: Connection, { id, name }: Account): Check => ({
  name: 'Authentication token',
  ok: id === accountId,
  detail: id === accountId ? `It is of the bot ${name}.` : `It is of ${id}; enter that as the connection’s account id.`,
});

function checkWebhook(url: string, { webhook, event_types }: Account): Check {
  const missing = eventTypes.filter((type) => !event_types.includes(type));
  if (webhook !== url)
    return { name: 'Webhook', ok: false, detail: `Viber does not send webhooks to ${url}. Register it.` };
  if (missing.length > 0)
    return { name: 'Webhook', ok: false, detail: `Register it again: ${missing.join(', ')} are not sent.` };
  return { name: 'Webhook', ok: true, detail: 'Viber sends webhooks there.' };
}
