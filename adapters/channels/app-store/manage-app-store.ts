import type { Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { checksOf } from '../shared/check-connection.ts';
import { pageOf } from '../shared/poll-request.ts';
import { $AppStoreCredentials } from './credentials.ts';
import { apiUrl } from './payload.ts';
import { appStoreToken } from './token.ts';

/** Asks Apple whether the key is accepted and may read the reviews of the app. */
export const createAppStoreManager = (needs: ManagingNeeds): Manager => ({
  credentials: $AppStoreCredentials,
  check: ({ id, accountId = '' }) => {
    const asked = { connectionId: id, schema: $AppStoreCredentials, provider: 'Apple' };
    return checksOf(needs, asked, async (credentials) => {
      const page = await pageOf(needs.fetch, {
        url: `${apiUrl}/v1/apps/${encodeURIComponent(accountId)}/customerReviews?limit=1`,
        headers: { authorization: `Bearer ${await appStoreToken(credentials, needs.now())}` },
        provider: 'App Store Connect',
      });
      const details = {
        page: 'Apple accepts the key, and the reviews can be read. Answering needs the role Customer Support or Admin.',
        limited: 'Apple takes no more questions this hour; check again later.',
        refused: page.kind === 'refused' ? page.reason : '',
      };
      return [{ name: 'reviews', ok: page.kind === 'page', detail: details[page.kind] }];
    });
  },
});
