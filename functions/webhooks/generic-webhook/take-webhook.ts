import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  $GenericWebhookCredentials,
  type GenericWebhookCredentials,
} from '#adapters/channels/generic-webhook/credentials.ts';
import { valueAt } from '#adapters/channels/generic-webhook/json-path.ts';
import { $MappingSettings } from '#adapters/channels/generic-webhook/settings.ts';
import { verifiedId } from '#adapters/channels/generic-webhook/signature.ts';
import { strictJson } from '#adapters/channels/generic-webhook/strict-json.ts';
import { credentialsName, credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { CountOne } from '#adapters/dynamodb/rate-limit-store.ts';
import type { SendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { ReadSecret } from '#adapters/ssm/secrets.ts';
import type { Connection, ConnectionStore } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type WebhookRequest, webhookRequest } from '#functions/middleware/webhook.ts';

export type WebhookNeeds = {
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly secret: ReadSecret;
  readonly countOne: CountOne;
  readonly inbound: SendToQueue;
  readonly now: Clock;
};

/** Also what an SQS queue takes by default, envelope and escaped quotes included. */
const mostBytes = 256 * 1024;
const perMinuteByDefault = 600;

type Answer = APIGatewayProxyStructuredResultV2;
type Verified = { readonly request: WebhookRequest; readonly webhookId: string };

/** Takes what another system signed: 202 once it is on the queue, 410 when it should stop sending, 429 when it is too fast. */
export async function takeWebhook(needs: WebhookNeeds, event: APIGatewayProxyEventV2): Promise<Answer> {
  const request = webhookRequest(event, mostBytes);
  const webhookId = verifiedId(request, (await credentialsFor(needs, request)).secrets, needs.now());
  if (webhookId === undefined) throw new Refusal('unauthenticated', 'bad signature');
  const connection = await needs.connections.get(request.connectionId);
  if (connection?.provider !== 'generic-webhook') throw new Refusal('not-found', 'unknown connection');
  if (connection.disabled) return told(410, 'this connection is switched off: send nothing more');
  const wait = await waitOf(needs, connection);
  if (wait !== undefined)
    return told(429, `too many webhooks: come again in ${wait} s`, { 'retry-after': String(wait) });
  return take(needs, connection, { request, webhookId });
}

/** Strangers learn nothing of which connections there are: an unknown one and a bad signature look alike but for the status. */
async function credentialsFor(
  needs: WebhookNeeds,
  { connectionId }: WebhookRequest,
): Promise<GenericWebhookCredentials> {
  const isName = /^[a-z0-9-]{1,64}$/.test(connectionId);
  if (!isName || !(await needs.secret(credentialsName(connectionId))))
    throw new Refusal('not-found', 'unknown connection');
  return credentialsOf(needs.secret, connectionId, $GenericWebhookCredentials);
}

const waitOf = (needs: WebhookNeeds, { id, settings }: Connection): Promise<number | undefined> => {
  const most = $MappingSettings.safeParse(settings).data?.perMinute ?? perMinuteByDefault;
  return needs.countOne({ key: `${id}#webhooks`, most, windowSeconds: 60 });
};

/** Who signed it may know what is wrong with it; the sentences hold nothing of the body. */
async function take(needs: WebhookNeeds, connection: Connection, { request, webhookId }: Verified): Promise<Answer> {
  const body = request.body.toString('utf8');
  let value: unknown;
  try {
    value = strictJson(body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return told(400, error.message);
  }
  const envelope: InboundEnvelope = {
    id: webhookId,
    provider: 'generic-webhook',
    connectionId: connection.id,
    receivedAt: instant(needs.now()),
    contentType: request.contentType,
    // The body stays as it came, so the id that was signed along goes beside it.
    query: new URLSearchParams({ 'webhook-id': webhookId }).toString(),
    body,
    encoding: 'utf8',
  };
  if (Buffer.byteLength(JSON.stringify(envelope)) > mostBytes)
    throw new Refusal('too-large', `the body and its envelope have more than ${mostBytes} bytes`);
  const group = `${connection.id}.${aboutOf(connection, value)}`.slice(0, 128);
  await needs.inbound({ body: envelope, group, deduplicationId: dedupIdOf(webhookId) });
  return { statusCode: 202, body: '' };
}

/** Messages of one person keep their order. */
function aboutOf({ settings }: Connection, value: unknown): string {
  const path = $MappingSettings.safeParse(settings).data?.paths.senderAddress;
  const sender = path === undefined ? undefined : valueAt(value, path);
  return String(typeof sender === 'string' || typeof sender === 'number' ? sender : 'unknown').replace(
    /[^\w+.@-]/g,
    '_',
  );
}

/** SQS allows 128 of these characters; an id that it does not take is told apart by its claim alone. */
const dedupIdOf = (webhookId: string): string =>
  webhookId.replace(/[^\w!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~-]/g, '_').slice(-128);

const told = (statusCode: number, detail: string, headers: Record<string, string> = {}): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({ type: 'about:blank', status: statusCode, detail }),
});
