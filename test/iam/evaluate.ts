import type { Ask } from './asks/ask.ts';
import type { Statement } from './deployed/roles.ts';

/**
 * What IAM says to identity policies alone: an explicit Deny, else an Allow, else no.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export type Decision = 'allowed' | 'denied explicitly' | 'not allowed';

/** `*` is any text, `?` one character. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** Actions differ in case between services, and IAM does not care. */
export const isAbout = (action: string, ask: Ask): boolean => isLike(action.toLowerCase(), ask.action.toLowerCase());

type Test = (values: readonly string[], patterns: readonly string[]) => boolean;

const someLike = (value: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => isLike(pattern, value));

/** Operators that our policies have; another one fails, so that it is added here. */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: (values, patterns) => values.length > 0 && values.every((value) => patterns.includes(value)),
  StringLike: (values, patterns) => values.length > 0 && values.every((value) => someLike(value, patterns)),
  'ForAllValues:StringLike': (values, patterns) => values.every((value) => someLike(value, patterns)),
};

const listed = (given: unknown): readonly string[] => (Array.isArray(given) ? given.map(String) : [String(given)]);

function isMet(condition: Statement['Condition'], ask: Ask): boolean {
  return Object.entries(condition ?? {}).every(([name, keys]) => {
    const test = operators[name];
    if (!test) throw new Error(`the condition operator ${name} is not known here`);
    return Object.entries(keys as Record<string, unknown>).every(([key, patterns]) =>
      test(ask.context[key] ?? [], listed(patterns)),
    );
  });
}

const applies = ({ Action, Resource, Condition }: Statement, ask: Ask): boolean =>
  Action.some((action) => isAbout(action, ask)) &&
  Resource.some((resource) => isLike(resource, ask.resource)) &&
  isMet(Condition, ask);

/** Decides what is asked by the statements of a role. */
export function evaluate(ask: Ask, statements: readonly Statement[]): Decision {
  const applying = statements.filter((statement) => applies(statement, ask));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied explicitly';
  return applying.length > 0 ? 'allowed' : 'not allowed';
}
