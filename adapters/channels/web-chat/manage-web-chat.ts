import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsName } from '#adapters/channels/shared/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $ChatSettings } from '#domain/chat/settings.ts';
import { $WebChatCredentials } from './credentials.ts';

type Needs = Pick<ManagingNeeds, 'connections' | 'secret'>;

/** Looks after live chats: there is no provider to ask, only settings and secrets of our own to look at. */
export const createWebChatManager = (needs: Needs): Manager => ({
  credentials: $WebChatCredentials,
  settings: $ChatSettings,
  check: async (connection) => [
    await signInCheck(needs, connection),
    originsCheck(connection),
    ...(await mailChecks(needs, connection)),
  ],
});

async function signInCheck(needs: Needs, { id }: Connection): Promise<Check> {
  const name = 'Signed-in visitors';
  const stored = await needs.secret(credentialsName(id));
  if (stored === undefined) return { name, ok: true, detail: 'No identifySecrets: every visitor is anonymous.' };
  const ok = isAsDocumented(stored);
  return {
    name,
    ok,
    detail: ok
      ? 'Identify tokens are checked.'
      : 'The secret is not JSON with identifySecrets of 32 characters or more.',
  };
}

function isAsDocumented(stored: string): boolean {
  try {
    return $WebChatCredentials.safeParse(JSON.parse(stored)).success;
  } catch {
    return false;
  }
}

function originsCheck({ settings }: Connection): Check {
  const name = 'Allowed sites';
  const { data } = $ChatSettings.safeParse(settings ?? {});
  if (!data) return { name, ok: false, detail: 'The settings are not as in docs/channels/web-chat.md.' };
  const { allowedOrigins: origins } = data;
  const detail = origins.length > 0 ? origins.join(', ') : 'None yet: only Parley’s own page can open this chat.';
  return { name, ok: origins.length > 0, detail };
}

/** The mail connection that the settings name has to be one. Apps share this check. */
export async function mailChecks(
  needs: Pick<Needs, 'connections'>,
  { settings }: Connection,
): Promise<readonly Check[]> {
  const { data } = $ChatSettings.safeParse(settings ?? {});
  if (data?.emailConnectionId === undefined) return [];
  const mail = await needs.connections.get(data.emailConnectionId);
  const ok = mail?.provider === 'ses-email';
  const detail = ok ? `Goes on by mail through ${mail.name}.` : `${data.emailConnectionId} is no mail connection.`;
  return [{ name: 'Mail', ok, detail }];
}
