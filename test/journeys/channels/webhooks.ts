import { localChannels } from '#local/channels/channels.ts';
import type { LocalChannel, WebhookRequest } from '#local/channels/local-channel.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { nowOf } from '../journey.ts';

export function channelOf(provider: string): LocalChannel {
  const found = localChannels.find(({ connection }) => connection.provider === provider);
  if (!found) throw new Error(`nobody plays ${provider}`);
  return found;
}

type Happening = { readonly action?: string; readonly values?: Readonly<Record<string, string>> };

/** A webhook as the provider signs it, for tests that send it twice, late or changed. */
export async function webhookOf(
  system: LocalSystem,
  provider: string,
  { action: id = 'message', values = {} }: Happening = {},
): Promise<WebhookRequest> {
  const { actions, connection } = channelOf(provider);
  const action = actions.find((one) => one.id === id);
  if (!action) throw new Error(`${provider} has no "${id}"`);
  const suggested = Object.fromEntries(action.fields.map(({ name, value }) => [name, value]));
  const context = { now: await nowOf(system), publicUrl: system.url, connection };
  const [request] = await action.webhooks({ ...suggested, ...values }, context);
  if (!request || !('headers' in request)) throw new Error(`"${id}" of ${provider} is no webhook`);
  return request;
}

/** How a webhook is answered. */
export async function sendWebhook(system: LocalSystem, request: WebhookRequest): Promise<number> {
  const { method = 'POST', path, headers, body } = request;
  const response = await fetch(`${system.url}${path}`, { method, headers, body });
  await response.body?.cancel();
  return response.status;
}
