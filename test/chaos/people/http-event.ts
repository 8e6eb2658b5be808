import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Http = {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the webhook's path. */
  readonly connectionId?: string;
};

/** A request as API Gateway hands it over. */
export function httpEvent(http: Http, requestId: string): APIGatewayProxyEventV2 {
  const { method = 'POST', path, query = '', headers, body, connectionId } = http;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(query === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    headers: { ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'chaos',
      domainName: 'help.example.com',
      domainPrefix: 'help',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'chaos' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...(connectionId === undefined ? {} : { pathParameters: { connectionId } }),
    ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== undefined,
  };
}
