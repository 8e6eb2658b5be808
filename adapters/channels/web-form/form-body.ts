import { Refusal } from '#domain/kernel/refusal.ts';

const isOneValue = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The fields of a form, as a browser or a script sends them; the first one counts where a name comes twice. */
export function fieldsIn(contentType: string, body: string): ReadonlyMap<string, string> {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return new Map([...new URLSearchParams(body)].toReversed());
  if (contentType.startsWith('application/json')) return new Map(entriesIn(body));
  throw new Refusal('invalid', 'send the form as application/x-www-form-urlencoded or application/json');
}

function entriesIn(body: string): readonly (readonly [string, string])[] {
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('invalid', 'the body is not a JSON object of fields and their values');
  return Object.entries(value).flatMap(([name, one]) => (isOneValue(one) ? [[name, String(one)] as const] : []));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal('invalid', 'the body is not JSON');
  }
}
