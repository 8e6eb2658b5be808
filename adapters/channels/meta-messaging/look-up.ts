import { callGraph, type GraphAccess } from '#adapters/channels/meta/graph.ts';

export type Wanted = { readonly path: string; readonly fields: string };
/** Asks Meta for something that is good to have; undefined when it does not tell, or not in time. */
export type LookUp = (access: GraphAccess, wanted: Wanted) => Promise<Readonly<Record<string, unknown>> | undefined>;

/** A customer's text does not wait longer for a name. */
const patienceMs = 2000;
/** Answers kept while the function lives: one person writes several times, many comment on one post. */
const keptAnswers = 500;

type Needs = { readonly fetch: typeof fetch };

/** Look-ups that remember what they were told. */
export function lookUpWith(needs: Needs): LookUp {
  const kept = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  const fetch: typeof globalThis.fetch = (input, init) =>
    needs.fetch(input, { ...init, signal: AbortSignal.timeout(patienceMs) });
  return async (access, { path, fields }) => {
    const key = `${access.accessToken} ${path} ${fields}`;
    if (kept.has(key)) return kept.get(key);
    const answer = await callGraph({ fetch }, access, { path, query: { fields } }).catch(() => undefined);
    if (answer === undefined) return undefined;
    if (kept.size >= keptAnswers) kept.clear();
    const told = answer.ok && isObject(answer.body) ? answer.body : undefined;
    kept.set(key, told);
    return told;
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
