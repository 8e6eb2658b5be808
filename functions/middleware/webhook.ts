import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Refusal } from '#domain/kernel/refusal.ts';

/** SQS takes 256 KiB by default; what no provider ever sends is refused before anything is done with it. */
const bytesByDefault = 200 * 1024;

export type WebhookRequest = {
  readonly connectionId: string;
  readonly contentType: string;
  /** The bytes received, decoded from base64 if API Gateway encoded them. */
  readonly body: Buffer;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

/** The raw request of a webhook. Signatures are over these bytes; nothing is parsed yet. */
export function webhookRequest(event: APIGatewayProxyEventV2, maxBytes = bytesByDefault): WebhookRequest {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength > maxBytes)
    throw new Refusal('too-large', `the body has ${body.byteLength} bytes; at most ${maxBytes} are accepted`);
  return {
    connectionId: event.pathParameters?.connectionId ?? '',
    contentType: event.headers['content-type'] ?? '',
    body,
    rawQuery: event.rawQueryString,
    headers: event.headers,
  };
}

const statuses = { unauthenticated: 401, 'not-found': 404, 'too-large': 413 } as const;

/** Refused webhooks get a status and nothing else: strangers learn nothing. Outages become 503, so that the provider retries. */
export const answerWebhookRefusals = (): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const { error } = request;
    const kind = error instanceof Refusal && error.kind in statuses ? error.kind : undefined;
    const statusCode = kind === undefined ? 503 : (statuses[kind as keyof typeof statuses] ?? 400);
    request.response = { statusCode, body: '' };
  },
});
