import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { checksOf } from '../shared/check-connection.ts';
import { pageOf } from '../shared/poll-request.ts';
import { createAccessTokens } from './access-token.ts';
import { $GooglePlayCredentials } from './credentials.ts';
import { apiUrl } from './payload.ts';

/** Asks Google whether the service account is known, and whether it may read the reviews of the app. */
export const createGooglePlayManager = (needs: ManagingNeeds): Manager => ({
  credentials: $GooglePlayCredentials,
  check: (connection) => {
    const asked = { connectionId: connection.id, schema: $GooglePlayCredentials, provider: 'Google' };
    return checksOf(needs, asked, async (credentials) => {
      const token = await createAccessTokens(needs)(credentials);
      if (token === undefined)
        return [{ name: 'credentials', ok: false, detail: 'Google does not accept the key; make a new one.' }];
      return [
        { name: 'credentials', ok: true, detail: 'Google accepts the key of the service account.' },
        await canRead(needs, connection, token),
      ];
    });
  },
});

async function canRead(needs: ManagingNeeds, { accountId = '' }: Connection, token: string): Promise<Check> {
  const page = await pageOf(needs.fetch, {
    url: `${apiUrl}/${encodeURIComponent(accountId)}/reviews?maxResults=1`,
    headers: { authorization: `Bearer ${token}` },
    provider: 'Google Play',
  });
  const details = {
    page: `The reviews of ${accountId} can be read. Answering needs the permission “Reply to reviews” too.`,
    limited: 'Google takes no more questions just now; check again in an hour.',
    refused: page.kind === 'refused' ? page.reason : '',
  };
  return { name: 'reviews', ok: page.kind === 'page', detail: details[page.kind] };
}
