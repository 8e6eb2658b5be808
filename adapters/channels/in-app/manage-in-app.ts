import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { mailChecks } from '#adapters/channels/web-chat/manage-web-chat.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $InAppCredentials, type InAppCredentials } from './credentials.ts';
import { $InAppSettings } from './settings.ts';
import { signedHeaders } from './standard-webhook.ts';

type Needs = Pick<ManagingNeeds, 'connections' | 'secret' | 'fetch' | 'now'>;

const answerWithinMs = 10_000;

/** Looks after connections of apps: which ways in and out have their secrets, and whether the backend takes an answer. */
export const createInAppManager = (needs: Needs): Manager => ({
  credentials: $InAppCredentials,
  settings: $InAppSettings,
  check: async (connection) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $InAppCredentials);
    return [
      ...waysIn(credentials),
      ...(await replyChecks(needs, connection, credentials)),
      ...(await mailChecks(needs, connection)),
    ];
  },
});

const waysIn = ({ identifySecrets, messageSecrets }: InAppCredentials): readonly Check[] => [
  {
    name: 'Messages from the app',
    ok: identifySecrets !== undefined || messageSecrets !== undefined,
    detail: identifySecrets ? 'Identify tokens are checked.' : 'No identifySecrets: the app itself cannot write.',
  },
  {
    name: 'Messages from the server',
    ok: identifySecrets !== undefined || messageSecrets !== undefined,
    detail: messageSecrets ? 'Signatures are checked.' : 'No messageSecrets: your server cannot hand messages over.',
  },
];

async function replyChecks(
  needs: Needs,
  connection: Connection,
  { replySecrets }: InAppCredentials,
): Promise<readonly Check[]> {
  const name = 'Answers to the server';
  const { success, data } = $InAppSettings.safeParse(connection.settings ?? {});
  if (!success) return [{ name, ok: false, detail: 'The settings are not as in docs/channels/in-app.md.' }];
  if (data.replyUrl === undefined) return [{ name, ok: true, detail: 'No replyUrl: apps fetch answers themselves.' }];
  if (!replySecrets) return [{ name, ok: false, detail: 'No replySecrets to sign answers with.' }];
  const status = await ping(needs, { url: data.replyUrl, connection, replySecrets });
  const ok = status !== undefined && status >= 200 && status < 300;
  const said = status === undefined ? 'gave no answer' : `answered HTTP ${status}`;
  return [{ name, ok, detail: `Your server ${said} to a ping.` }];
}

type Ping = { readonly url: string; readonly connection: Connection; readonly replySecrets: readonly string[] };

async function ping(needs: Needs, { url, connection, replySecrets }: Ping): Promise<number | undefined> {
  const now = needs.now();
  const body = JSON.stringify({ type: 'ping', timestamp: now.toISOString(), data: { connectionId: connection.id } });
  const headers = signedHeaders(replySecrets, { id: `ping-${connection.id}-${now.getTime()}`, body, now });
  try {
    const response = await needs.fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
