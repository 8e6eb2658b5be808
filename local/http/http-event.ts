import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { account } from '../names.ts';

export type Received = { readonly request: IncomingMessage; readonly url: URL; readonly body: Buffer };

/** What API Gateway hands over as text; forms and everything else come in base64. */
const isText = (contentType: string): boolean =>
  /^(text\/|application\/(json|xml|javascript)\b|application\/[\w.-]+\+(json|xml)\b)/i.test(contentType);

function headersOf(request: IncomingMessage): Record<string, string> {
  const { cookie: _cookie, ...headers } = request.headersDistinct;
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, (values ?? []).join(',')]));
}

function queryOf(url: URL): Record<string, string> | undefined {
  const names = [...new Set(url.searchParams.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name).join(',')]));
}

/** 21/Nov/2026:09:30:00 +0000, the common log format. */
function commonLogTime(at: Date): string {
  const [, day = '', month = '', year = '', time = ''] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** A request as an HTTP API hands it to a function: payload format 2.0. */
export function httpEvent(
  { request, url, body }: Received,
  route: { readonly key: string; readonly pathParameters: Record<string, string> },
): APIGatewayProxyEventV2 {
  const headers = headersOf(request);
  const query = queryOf(url);
  const encoded = !isText(headers['content-type'] ?? '');
  const { cookie } = request.headers;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: contextFor({ request, url, body }, route.key),
    ...(Object.keys(route.pathParameters).length > 0 ? { pathParameters: route.pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: body.length > 0 && encoded,
  };
}

function contextFor({ request, url }: Received, routeKey: string): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date();
  const method = request.method ?? 'GET';
  return {
    accountId: account,
    apiId: 'local',
    domainName: url.hostname,
    domainPrefix: 'local',
    http: {
      method,
      path: url.pathname,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** What a function answered, as API Gateway sends it on. */
export function sendResult(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, body = '', cookies = [], isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (body !== '' && !response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain');
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The most that an HTTP API takes. */
const mostBytes = 10 * 1024 * 1024;

/** The body; undefined when it is larger than API Gateway takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    // Read on without keeping it: a connection cut in the middle would hide the answer.
    if (bytes <= mostBytes) chunks.push(chunk as Buffer);
  }
  return bytes <= mostBytes ? Buffer.concat(chunks) : undefined;
}
