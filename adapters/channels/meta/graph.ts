import { hmac } from '#adapters/channels/shared/signatures.ts';
import type { MetaCredentials } from './credentials.ts';
import { type GraphError, graphErrorOf } from './graph-error.ts';

/** Published 2026-07-29 and kept for two years; https://developers.facebook.com/docs/graph-api/changelog, read 2026-11-22. */
export const graphVersion = 'v26.0';

export const graphHost = 'graph.facebook.com';

const answerWithinMs = 10_000;

export type GraphAccess = Pick<MetaCredentials, 'accessToken'> & {
  /** Proof that the token is used by its app; what the app may require under its advanced settings. */
  readonly appSecret?: string | undefined;
  /** @default graph.facebook.com */
  readonly host?: string;
};

/** Access as a connection's credentials give it. */
export const accessOf = ({
  accessToken,
  appSecrets,
}: Pick<MetaCredentials, 'accessToken' | 'appSecrets'>): GraphAccess => ({
  accessToken,
  appSecret: appSecrets[0],
});

/** https://developers.facebook.com/docs/graph-api/guides/secure-requests, "appsecret_proof". */
export const appSecretProof = (accessToken: string, appSecret: string): string =>
  hmac(accessToken, { algorithm: 'sha256', secret: appSecret, encoding: 'hex' });

type Query = Readonly<Record<string, string>>;

/** Where a path of the Graph API is, with the proof of who asks. The token itself goes into a header: addresses end up in logs. */
export function graphUrl(access: GraphAccess, path: string, query: Query = {}): URL {
  const url = new URL(`https://${access.host ?? graphHost}/${graphVersion}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (access.appSecret) url.searchParams.set('appsecret_proof', appSecretProof(access.accessToken, access.appSecret));
  return url;
}

export const bearer = ({ accessToken }: Pick<GraphAccess, 'accessToken'>) => ({
  authorization: `Bearer ${accessToken}`,
});

/** A POST of JSON for `sendRequest`. */
export const graphPost = (access: GraphAccess, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { ...bearer(access), 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export type GraphCall = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: FormData | Readonly<Record<string, unknown>>;
};

/** `error` is absent when Meta answered with no error that can be read. */
export type GraphAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly error?: GraphError | undefined };

type Needs = { readonly fetch: typeof fetch };

/** One call that sends no message: looks something up, uploads, subscribes. Throws when Meta cannot be reached in time. */
export async function callGraph(needs: Needs, access: GraphAccess, call: GraphCall): Promise<GraphAnswer> {
  const { method = 'GET', path, query, body } = call;
  const json = body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' };
  const response = await needs.fetch(graphUrl(access, path, query), {
    method,
    redirect: 'error',
    headers: { ...bearer(access), ...json },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const answered: unknown = await response.json().catch(() => undefined);
  const error = graphErrorOf(answered);
  return response.ok && !error ? { ok: true, body: answered } : { ok: false, status: response.status, error };
}

/** For an administrator: Meta's code and sentence. Sentences to look-ups name no customer. */
export const problemOf = ({ status, error }: Extract<GraphAnswer, { ok: false }>): string =>
  error ? `Meta answered with error ${error.code}: ${error.message}` : `Meta answered with HTTP ${status}`;
