import { answerText } from './answer-bytes.ts';
import { retryAfter } from './send-request.ts';

/** One page of what a polled provider has, or why there is none. */
export type Page =
  | { readonly kind: 'page'; readonly body: unknown; readonly headers: Headers }
  | { readonly kind: 'limited'; readonly afterSeconds: number }
  | { readonly kind: 'refused'; readonly reason: string };

type Question = {
  readonly url: string | URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For people. */
  readonly provider: string;
};

const answerWithinMs = 15_000;

/** What an administrator should do about a refusal that will not pass by itself. */
const refusals: Readonly<Record<number, string>> = {
  400: 'did not understand the request; check the connection’s account id and settings',
  401: 'did not accept the credentials; check the connection’s parameter',
  403: 'does not let these credentials read this account; check their permissions',
  404: 'does not know this account or app; check the connection’s account id',
};

/** Asks a provider for one page. Throws for outages, which pass by themselves. */
export async function pageOf(fetch: typeof globalThis.fetch, { url, headers, provider }: Question): Promise<Page> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const { status } = response;
  if (response.ok) return { kind: 'page', body: JSON.parse(await answerText(response)), headers: response.headers };
  await response.body?.cancel();
  if (status === 429 || (status === 503 && response.headers.has('retry-after')))
    return { kind: 'limited', afterSeconds: retryAfter(response.headers) };
  const reason = refusals[status];
  if (reason !== undefined) return { kind: 'refused', reason: `${provider} ${reason} (HTTP ${status})` };
  throw new Error(`${provider} answered a poll with HTTP ${status}`);
}
