import type { Problem } from '#functions/agent-api/contract.ts';

/** The API said no, or could not be reached (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

export type Change = {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  /** The same on every retry of the same intent, so that it is done once. */
  readonly idempotencyKey: string;
};

/** A question whose words may not stand in an address: addresses end up in logs. */
export type Question = { readonly path: string; readonly body: unknown; readonly signal: AbortSignal };

export type Api = {
  get<Answer>(path: string, signal?: AbortSignal): Promise<Answer>;
  ask<Answer>(question: Question): Promise<Answer>;
  change<Answer>(change: Change): Promise<Answer>;
};

export type ApiNeeds = {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** `renewed` asks for a new token since the last one was refused. */
  readonly token: (wanted: 'current' | 'renewed') => Promise<string | undefined>;
  readonly onSignedOut: () => void;
};

/** Speaks to the agent API; every failure is an `ApiError` that names what went wrong. */
export const createApi = (needs: ApiNeeds): Api => ({
  get: (path, signal) => send(needs, path, signal ? { signal } : {}),
  ask: ({ path, body, signal }) => send(needs, path, { method: 'POST', ...jsonOf(body), signal }),
  change: ({ method, path, body, idempotencyKey }) =>
    send(needs, path, { method, ...jsonOf(body, { 'idempotency-key': idempotencyKey }) }),
});

const jsonOf = (body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

const send = async <Answer>(needs: ApiNeeds, path: string, init: RequestInit): Promise<Answer> => {
  const first = await attempt(needs, path, { init, wanted: 'current' });
  const response = first.status === 401 ? await attempt(needs, path, { init, wanted: 'renewed' }) : first;
  if (response.status === 401) needs.onSignedOut();
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (await response.json()) as Answer;
};

type Attempt = { readonly init: RequestInit; readonly wanted: 'current' | 'renewed' };

const attempt = async (needs: ApiNeeds, path: string, { init, wanted }: Attempt): Promise<Response> => {
  const token = await needs.token(wanted).catch(() => undefined);
  if (!token) return new Response('{}', { status: 401 });
  const headers = { accept: 'application/json', ...init.headers, authorization: `Bearer ${token}` };
  try {
    return await needs.fetch(`${needs.baseUrl}${path}`, { ...init, headers });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(unreachable);
  }
};

const unreachable: Problem = {
  type: 'about:blank',
  title: 'Parley cannot be reached',
  status: 0,
  detail: 'Parley cannot be reached. Check your connection.',
};

const problemOf = async (response: Response): Promise<Problem> => {
  const fallback = {
    type: 'about:blank',
    title: response.statusText || `Status ${response.status}`,
    status: response.status,
    detail: `The server answered with status ${response.status}.`,
  };
  const body: unknown = await response.json().catch(() => undefined);
  return { ...fallback, ...(isRecord(body) ? body : {}) };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
