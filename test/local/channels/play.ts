import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { LocalChannel, Sent, WebhookRequest } from '#local/channels/local-channel.ts';

export const now = new Date('2026-11-22T12:00:00.000Z');
const publicUrl = 'https://parley.example';

/** What adapters need, with a stand-in's hosts as the only ones in the world. */
export function playing(local: LocalChannel) {
  const sent: Sent[] = [];
  const kept = new Map<string, Uint8Array>();
  const context = {
    callBack: () => undefined,
    noteSent: (message: Sent) => void sent.push(message),
    now: () => now,
    publicUrl,
  };
  const needs: ChannelNeeds = {
    connections: { get: async () => local.connection, list: async () => [local.connection] },
    secret: async () => JSON.stringify(local.credentials),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { host, pathname, searchParams } = new URL(request.url);
      const answer = await local.hosts?.[host]?.(
        {
          method: request.method,
          path: pathname,
          query: searchParams,
          headers: Object.fromEntries(request.headers),
          body: Buffer.from(await request.arrayBuffer()),
        },
        context,
      );
      if (!answer) throw new TypeError('fetch failed');
      const { status, headers = {}, body } = answer;
      if (Buffer.isBuffer(body)) return new Response(Uint8Array.from(body), { status, headers });
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
    },
    files: {
      put: async ({ key, body }) => void kept.set(key, body),
      get: async (key) => kept.get(key),
      remove: async (key) => void kept.delete(key),
    },
    linkTo: async ({ key }) => `https://files.example/${key}`,
    publicUrl,
    now: () => now,
  };
  return { needs, sent };
}

/** The webhook that a customer's action causes. */
export async function webhookOf(
  local: LocalChannel,
  id: string,
  values: Record<string, string> = {},
): Promise<WebhookRequest> {
  const action = local.actions.find((candidate) => candidate.id === id);
  if (!action) throw new Error(`nobody can ${id} at ${local.title}`);
  const given = Object.fromEntries(action.fields.map(({ name, value }) => [name, value]));
  const [request] = await action.webhooks({ ...given, ...values }, { now, publicUrl, connection: local.connection });
  if (!request || !('headers' in request)) throw new Error(`${id} causes no webhook`);
  return request;
}

export const envelopeOf = ({ connection }: LocalChannel, { headers, body }: WebhookRequest): InboundEnvelope => ({
  provider: connection.provider,
  connectionId: connection.id,
  receivedAt: now.toISOString(),
  contentType: headers['content-type'] ?? '',
  body,
  encoding: 'utf8',
});
