import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { checksOf } from '../shared/check-connection.ts';
import { pageOf } from '../shared/poll-request.ts';
import { $MastodonCredentials, bearer, type MastodonCredentials } from './credentials.ts';
import { $MastodonSettings } from './settings.ts';

const $Account = z.looseObject({ id: z.string(), acct: z.string() });

/** Asks the server whose token it is, and whether mentions can be read. */
export const createMastodonManager = (needs: ManagingNeeds): Manager => ({
  credentials: $MastodonCredentials,
  settings: $MastodonSettings,
  check: (connection) =>
    checksOf(
      needs,
      { connectionId: connection.id, schema: $MastodonCredentials, provider: 'The Mastodon server' },
      async (credentials) => [
        await whoseToken(needs, connection, credentials),
        await canReadMentions(needs, credentials),
      ],
    ),
});

const ask = (needs: ManagingNeeds, credentials: MastodonCredentials, path: string) =>
  pageOf(needs.fetch, {
    url: `https://${credentials.server}${path}`,
    headers: bearer(credentials),
    provider: 'Mastodon',
  });

async function whoseToken(
  needs: ManagingNeeds,
  { accountId = '' }: Connection,
  credentials: MastodonCredentials,
): Promise<Check> {
  const page = await ask(needs, credentials, '/api/v1/accounts/verify_credentials');
  const name = 'account';
  if (page.kind === 'refused') return { name, ok: false, detail: page.reason };
  const account = page.kind === 'page' ? $Account.safeParse(page.body).data : undefined;
  if (!account) return { name, ok: false, detail: 'The server gave no clear answer; check again later.' };
  const ok = account.id === accountId;
  return {
    name,
    ok,
    detail: ok
      ? `The token is that of @${account.acct}.`
      : `The token is that of account ${account.id}, and the connection names ${accountId || 'none'} as its account id.`,
  };
}

async function canReadMentions(needs: ManagingNeeds, credentials: MastodonCredentials): Promise<Check> {
  const page = await ask(needs, credentials, '/api/v1/notifications?types[]=mention&limit=1');
  const details = {
    page: 'Mentions can be read. They are fetched every five minutes.',
    limited: 'The server takes no more questions just now; check again in five minutes.',
    refused: page.kind === 'refused' ? page.reason : '',
  };
  return { name: 'mentions', ok: page.kind === 'page', detail: details[page.kind] };
}
