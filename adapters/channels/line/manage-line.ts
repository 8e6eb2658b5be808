import * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';
import type { Check, Manager } from '../manager.ts';
import type { ManagingNeeds } from '../needs.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { lineApi } from './api.ts';
import { $LineCredentials, bearer } from './credentials.ts';
import { $LineSettings } from './settings.ts';

const $Bot = z.object({ userId: z.string(), basicId: z.string(), chatMode: z.string().optional() });
const $Endpoint = z.object({ endpoint: z.string(), active: z.boolean() });
const $Test = z.object({ success: z.boolean().optional(), statusCode: z.number(), reason: z.string() });

const answerWithinMs = 15_000;

/** Checks a LINE channel, and tells LINE where its webhooks go. */
export const createLineManager = (needs: ManagingNeeds): Manager => ({
  credentials: $LineCredentials,
  settings: $LineSettings,
  check: async (connection) => {
    const ask = await asking(needs, connection);
    return [await checkAccount(ask, connection), await checkWebhook(ask, webhookOf(needs, connection))];
  },
  register: async (connection, webhookUrl) => {
    const ask = await asking(needs, connection);
    const { status, body } = await ask('PUT', '/channel/webhook/endpoint', { endpoint: webhookUrl });
    return status === 200
      ? checkWebhook(ask, webhookUrl)
      : { name: 'Webhook', ok: false, detail: `LINE did not take the address (HTTP ${status}${saying(body)}).` };
  },
});

const webhookOf = ({ publicUrl }: ManagingNeeds, { id }: Connection): string => `${publicUrl}/webhooks/line/${id}`;

type Answered = { readonly status: number; readonly body: unknown };
type Ask = (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) => Promise<Answered>;

async function asking(needs: ManagingNeeds, connection: Connection): Promise<Ask> {
  const headers = bearer(await credentialsOf(needs.secret, connection.id, $LineCredentials));
  return async (method, path, body) => {
    try {
      const response = await needs.fetch(`${lineApi}${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return { status: 0, body: undefined };
    }
  };
}

const saying = (body: unknown): string => {
  const message = z.object({ message: z.string() }).safeParse(body).data?.message;
  return message === undefined ? '' : `: ${message}`;
};

async function checkAccount(ask: Ask, { accountId }: Connection): Promise<Check> {
  const name = 'Channel access token';
  const { status, body } = await ask('GET', '/info');
  const bot = $Bot.safeParse(body).data;
  if (status !== 200 || !bot)
    return { name, ok: false, detail: `LINE did not accept it (HTTP ${status}). Issue a new one in LINE Developers.` };
  if (bot.userId !== accountId)
    return { name, ok: false, detail: `It is of ${bot.userId}; enter that as the connection’s account id.` };
  return { name, ok: true, detail: `It is of ${bot.basicId}.` };
}

async function checkWebhook(ask: Ask, url: string): Promise<Check> {
  const name = 'Webhook';
  const { status, body } = await ask('GET', '/channel/webhook/endpoint');
  const found = $Endpoint.safeParse(body).data;
  if (status !== 200 || found?.endpoint !== url)
    return {
      name,
      ok: false,
      detail: `LINE does not send webhooks to ${url}. Register it, or enter it in LINE Developers.`,
    };
  if (!found.active) return { name, ok: false, detail: 'Switch on “Use webhook” in LINE Developers.' };
  const test = $Test.safeParse((await ask('POST', '/channel/webhook/test', { endpoint: url })).body).data;
  if (test?.success) return { name, ok: true, detail: 'LINE reached it just now.' };
  return {
    name,
    ok: false,
    detail: `LINE could not reach it${test ? ` (HTTP ${test.statusCode}, ${test.reason})` : ''}.`,
  };
}
