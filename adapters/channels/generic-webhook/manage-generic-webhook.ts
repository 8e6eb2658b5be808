import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { checksOf } from '../shared/check-connection.ts';
import { $GenericWebhookCredentials, type GenericWebhookCredentials } from './credentials.ts';
import { signedPost } from './reply-request.ts';
import { $MappingSettings } from './settings.ts';

const answerWithinMs = 10_000;

/** Looks at the mapping, and sends a signed `ping` to the address for answers. */
export const createGenericWebhookManager = (needs: ManagingNeeds): Manager => ({
  credentials: $GenericWebhookCredentials,
  settings: $MappingSettings,
  check: (connection) => {
    const asked = { connectionId: connection.id, schema: $GenericWebhookCredentials, provider: 'The other system' };
    return checksOf(needs, asked, async (credentials) => {
      const { success, data } = $MappingSettings.safeParse(connection.settings);
      if (!success) return [{ name: 'mapping', ok: false, detail: 'The connection has no mapping of fields.' }];
      const mapping = { name: 'mapping', ok: true, detail: 'Sender and text are found by their paths.' };
      if (data.replyUrl === undefined)
        return [mapping, { name: 'answers', ok: true, detail: 'Messages cannot be answered: there is no replyUrl.' }];
      return [mapping, await ping(needs, connection, { url: data.replyUrl, credentials })];
    });
  },
});

type To = { readonly url: string; readonly credentials: GenericWebhookCredentials };

async function ping(needs: ManagingNeeds, { id }: Connection, { url, credentials }: To): Promise<Check> {
  const { secrets, replySecret } = credentials;
  const now = needs.now();
  const event = { type: 'ping', timestamp: now.toISOString(), data: { connectionId: id } };
  const request = signedPost(event, {
    secret: replySecret ?? secrets[0] ?? '',
    id: `ping-${id}-${now.getTime()}`,
    now,
  });
  const response = await needs.fetch(url, { ...request, signal: AbortSignal.timeout(answerWithinMs) });
  await response.body?.cancel();
  const detail = response.ok
    ? 'The other system takes our answers.'
    : `The other system answered a signed ping with HTTP ${response.status}; compare the secrets.`;
  return { name: 'answers', ok: response.ok, detail };
}
