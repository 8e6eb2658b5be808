import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { credentialsName } from '#adapters/channels/shared/credentials.ts';
import { type SendAllToQueue, sendAllToQueue } from '#adapters/sqs/send-to-queue.ts';
import { type ReadSecret, secretsBelow } from '#adapters/ssm/secrets.ts';
import type { Provider } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { webhookEnvironment } from '#functions/webhook-environment.ts';
import { deployed } from './deployed.ts';
import { edge } from './edge.ts';
import { answerWebhookRefusals, type WebhookRequest, webhookRequest } from './webhook.ts';
import { webhookLogOf } from './webhook-log.ts';

/** One piece of a body for the inbound SQS queue: what one person sent, in order. */
export type Piece = {
  /** Whose it is; pieces of one connection and person keep their order. */
  readonly about: string;
  /** The piece in the shape of a whole body. */
  readonly body: string;
};

export type Answer = { readonly status: number; readonly contentType?: string; readonly body?: string };

/** The request with what it is checked against. */
export type Received<Credentials> = WebhookRequest & {
  readonly credentials: Credentials;
  /** As configured at the provider: signatures may be over this address, whatever the request says of its host. */
  readonly url: string;
  readonly now: Date;
};

/** What differs between providers at their webhooks. */
export type WebhookOf<Credentials> = {
  readonly provider: Provider;
  /** What the connection's SecureString holds, as JSON. */
  readonly credentials: { parse(value: unknown): Credentials };
  /** Did the provider send these bytes? */
  readonly isGenuine: (received: Received<Credentials>) => boolean;
  /** The body as pieces, one for each person; a body that cannot be read is one piece, and quarantine tells why. */
  readonly split: (received: Received<Credentials>) => readonly Piece[];
  /** What is answered at once, without a word to the SQS queue: a handshake. Called for genuine requests. */
  readonly handshake?: (received: Received<Credentials>) => Answer | undefined;
  /** Answers GET requests, which carry no signature: a verification by a token of ours or by a challenge. */
  readonly challenge?: (received: Received<Credentials>) => Answer;
  /** What the provider wants to read when all is well. @default 200 without a body */
  readonly accepted?: Answer;
  /** @default 200 KiB */
  readonly maxBytes?: number;
};

type Needs = {
  readonly secret: ReadSecret;
  readonly inbound: SendAllToQueue;
  readonly publicUrl: string;
  readonly now: Clock;
};

/** As in `$Connection`; anything else cannot be one, nor the name of a parameter. */
const connectionId = /^[a-z0-9-]{1,64}$/;

/** A signature that does not match may be made with a secret newer than the one remembered; strangers cause no more than one look in this time. */
const looksAgainAfterMs = 5000;

async function received<Credentials>(
  needs: Needs,
  webhook: WebhookOf<Credentials>,
  request: WebhookRequest & { readonly notOlderThanMs?: number },
): Promise<Received<Credentials>> {
  if (!connectionId.test(request.connectionId)) throw new Refusal('not-found', 'unknown connection');
  const stored = await needs.secret(credentialsName(request.connectionId), request.notOlderThanMs);
  if (!stored) throw new Refusal('not-found', 'unknown connection');
  const path = `/webhooks/${webhook.provider}/${request.connectionId}`;
  const url = `${needs.publicUrl}${path}${request.rawQuery === '' ? '' : `?${request.rawQuery}`}`;
  return { ...request, credentials: webhook.credentials.parse(JSON.parse(stored)), url, now: needs.now() };
}

/** SQS allows 128 of these characters in a group id. */
const groupOf = (connection: string, about: string): string =>
  `${connection}.${about.replace(/[^\w+.@-]/g, '_')}`.slice(0, 128);

async function enqueue<Credentials>(
  needs: Needs,
  webhook: WebhookOf<Credentials>,
  request: Received<Credentials> & { readonly requestId: string },
): Promise<void> {
  const { connectionId: connection, contentType, rawQuery } = request;
  const receivedAt = instant(request.now);
  const messages = webhook.split(request).map(({ about, body }, position) => {
    const id = `${request.requestId}-${position}`;
    const envelope: InboundEnvelope = {
      id,
      provider: webhook.provider,
      connectionId: connection,
      receivedAt,
      contentType,
      ...(rawQuery === '' ? {} : { query: rawQuery }),
      body,
      encoding: 'utf8',
    };
    return { body: envelope, group: groupOf(connection, about), deduplicationId: id };
  });
  await needs.inbound(messages);
}

const answerWith = ({ status, contentType, body = '' }: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
  body,
});

/** Verify the bytes, split them, put them on the SQS queue, answer. All work is done from the queue. */
async function accept<Credentials>(
  needs: Needs,
  webhook: WebhookOf<Credentials>,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const raw = webhookRequest(event, webhook.maxBytes);
  const remembered = await received(needs, webhook, raw);
  const { http, requestId } = event.requestContext;
  if (http.method === 'GET' && webhook.challenge) return answerWith(webhook.challenge(remembered));
  const request = webhook.isGenuine(remembered)
    ? remembered
    : await received(needs, webhook, { ...raw, notOlderThanMs: looksAgainAfterMs });
  if (!webhook.isGenuine(request)) throw new Refusal('unauthenticated', 'bad signature');
  const handshake = webhook.handshake?.(request);
  if (handshake) return answerWith(handshake);
  await enqueue(needs, webhook, { ...request, requestId });
  return answerWith(webhook.accepted ?? { status: 200 });
}

/** The function behind one provider's webhooks. */
export const signedWebhook = <Credentials>(webhook: WebhookOf<Credentials>) =>
  deployed({ entry: `webhooks/${webhook.provider}`, environment: webhookEnvironment }, (environment, { now }) => {
    const needs: Needs = {
      secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
      inbound: sendAllToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
      publicUrl: environment.PUBLIC_URL,
      now,
    };
    return edge(
      webhookLogOf(`${webhook.provider}-webhook`),
      (event: APIGatewayProxyEventV2) => accept(needs, webhook, event),
      [answerWebhookRefusals()],
    );
  });
