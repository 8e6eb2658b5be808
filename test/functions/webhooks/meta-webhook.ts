import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { metaSignature } from '#adapters/channels/meta/signature.ts';

export type MetaRequest = {
  readonly body?: string;
  readonly secret?: string;
  /** In place of the right one. */
  readonly signature?: string | undefined;
  readonly connectionId?: string;
  readonly query?: string;
  readonly method?: 'GET' | 'POST';
  readonly isBase64Encoded?: boolean;
};

/** A request of Meta's as API Gateway hands it over, properly signed unless told otherwise. */
export function metaRequest(provider: 'messenger' | 'instagram', given: MetaRequest): APIGatewayProxyEventV2 {
  const { body = '', secret = 'current-secret', connectionId = 'main', query = '', method = 'POST' } = given;
  const path = `/webhooks/${provider}/${connectionId}`;
  const signature = 'signature' in given ? given.signature : metaSignature(body, secret);
  const encoded = given.isBase64Encoded ? Buffer.from(body).toString('base64') : body;
  return {
    version: '2.0',
    routeKey: `${method} /webhooks/${provider}/{connectionId}`,
    rawPath: path,
    rawQueryString: query,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      ...(signature === undefined ? {} : { 'x-hub-signature-256': signature }),
    },
    pathParameters: { connectionId },
    requestContext: { http: { method, path, protocol: 'HTTP/1.1' }, requestId: 'r1' },
    ...(method === 'GET' ? {} : { body: encoded }),
    isBase64Encoded: given.isBase64Encoded ?? false,
  } as unknown as APIGatewayProxyEventV2;
}
