import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Refusal, type RefusalKind } from '#domain/kernel/refusal.ts';

const answers: Record<RefusalKind, { readonly status: number; readonly title: string }> = {
  invalid: { status: 400, title: 'Invalid request' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  'too-large': { status: 413, title: 'Too large' },
};

/** A refusal as problem details (RFC 9457). Anything else is ours to mend, and tells strangers nothing. */
export function problemOf(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  const refusal = error instanceof Refusal ? error : undefined;
  const { status, title } = refusal ? answers[refusal.kind] : { status: 500, title: 'Something went wrong' };
  const detail =
    refusal?.message ?? 'The request failed on our side and can be repeated. Name this request id to support.';
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, instance: requestId, ...refusal?.details }),
  };
}
