import { operationIn } from './dynamodb.ts';
import type { Wire, WireAnswer } from './interception.ts';
import type { Service } from './services.ts';

/** How a service says no while it is in trouble. */
export const refusals = ['throttled', 'conflict', 'in-progress', 'broken'] as const;
export type RefusalKind = (typeof refusals)[number];

const awsError = (status: number, type: string, more: object = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message: `injected: ${type}`, ...more }),
});

const provider = (status: number, body: object, headers: Record<string, string> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const sesError = (status: number, code: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>injected</Message></Error></ErrorResponse>`,
});

const dynamoNamespace = 'com.amazonaws.dynamodb.v20120810#';

function cancelled(wire: Wire): WireAnswer {
  const { TransactItems: items } = JSON.parse(wire.body) as { readonly TransactItems: readonly unknown[] };
  const reasons = items.map((_, position) => (position === 0 ? { Code: 'TransactionConflict' } : { Code: 'None' }));
  return awsError(400, `${dynamoNamespace}TransactionCanceledException`, { CancellationReasons: reasons });
}

function refusedByDynamo(kind: RefusalKind, wire: Wire): WireAnswer {
  const isTransaction = operationIn(wire) === 'TransactWriteItems';
  if (kind === 'broken') return awsError(500, `${dynamoNamespace}InternalServerError`);
  if (kind === 'conflict' && isTransaction) return cancelled(wire);
  if (kind === 'conflict' && operationIn(wire).endsWith('Item') && operationIn(wire) !== 'GetItem')
    return awsError(400, `${dynamoNamespace}TransactionConflictException`);
  if (kind === 'in-progress' && isTransaction) return awsError(400, `${dynamoNamespace}TransactionInProgressException`);
  return awsError(400, `${dynamoNamespace}ProvisionedThroughputExceededException`);
}

const broken = (kind: RefusalKind): boolean => kind === 'broken';

/** What a service in trouble answers; nothing has happened there. */
export function refusedBy(service: Service, kind: RefusalKind, wire: Wire): WireAnswer {
  switch (service) {
    case 'dynamodb':
      return refusedByDynamo(kind, wire);
    case 'twilio':
      return broken(kind) ? provider(503, {}) : provider(429, { code: 20_429 }, { 'retry-after': '7' });
    case 'telegram':
      return broken(kind)
        ? provider(502, {})
        : provider(429, {
            ok: false,
            error_code: 429,
            description: 'Too Many Requests',
            parameters: { retry_after: 4 },
          });
    case 'ses':
      return broken(kind) ? sesError(500, 'InternalFailure') : sesError(400, 'Throttling');
    case 'sockets':
      return broken(kind) ? awsError(500, 'InternalServerError') : awsError(429, 'LimitExceededException');
    case 'comprehend':
      return broken(kind) ? awsError(500, 'InternalServerException') : awsError(400, 'TooManyRequestsException');
    case 'sqs':
      return broken(kind) ? awsError(500, 'InternalError') : awsError(400, 'RequestThrottled');
    case 'sfn':
    case 'ssm':
    case 'scheduler':
    case 's3':
      return broken(kind) ? awsError(500, 'InternalServerError') : awsError(400, 'ThrottlingException');
  }
}

/** The connection breaks, as the SDK and `fetch` each tell it. */
export function connectionError(service: Service, code: 'ECONNRESET' | 'ECONNREFUSED'): Error {
  const cause = Object.assign(new Error(`injected: ${code}`), { code });
  const isFetch = service === 'twilio' || service === 'telegram';
  return isFetch ? new TypeError('fetch failed', { cause }) : cause;
}
