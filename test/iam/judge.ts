import type { Ask } from './asks/ask.ts';
import type { Role, Statement } from './deployed/roles.ts';
import { evaluate, isAbout } from './evaluate.ts';

/** One action on one resource that a role is allowed. */
export type Right = {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly condition?: Statement['Condition'];
};

/** A right, and the calls in which it was used. */
export type Use = { readonly right: Right; readonly calls: readonly string[] };
/** Something that was asked and not allowed. */
export type Denial = { readonly ask: Ask; readonly why: string };
export type Judgement = { readonly uses: readonly Use[]; readonly denials: readonly Denial[] };

export const rightsOf = ({ name, statements }: Role): readonly Right[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) =>
        Resource.map((resource) => ({
          role: name,
          action,
          resource,
          ...(Condition ? { condition: Condition } : {}),
        })),
      ),
    );

const asStatement = ({ action, resource, condition }: Right): Statement => ({
  Effect: 'Allow',
  Action: [action],
  Resource: [resource],
  ...(condition ? { Condition: condition } : {}),
});

function judgeRole(role: Role, asks: readonly Ask[]): Judgement {
  const rights = rightsOf(role);
  const calls = new Map<Right, Set<string>>(rights.map((right) => [right, new Set()]));
  const denials: Denial[] = [];
  for (const ask of asks) {
    const result = evaluate(ask, role.statements);
    if (result !== 'allowed') denials.push({ ask, why: result });
    for (const right of rights.filter(({ action }) => isAbout(action, ask)))
      if (evaluate(ask, [asStatement(right)]) === 'allowed') calls.get(right)?.add(ask.call);
  }
  return { denials, uses: rights.map((right) => ({ right, calls: [...(calls.get(right) ?? [])].toSorted() })) };
}

/** Compares what was asked with what is allowed, role by role. */
export function judge(roles: readonly Role[], asks: readonly Ask[]): Judgement {
  const strangers = asks.filter(({ role }) => !roles.some(({ name }) => name === role));
  const judged = roles.map((role) =>
    judgeRole(
      role,
      asks.filter((ask) => ask.role === role.name),
    ),
  );
  return {
    uses: judged.flatMap(({ uses }) => uses),
    denials: [
      ...judged.flatMap(({ denials }) => denials),
      ...strangers.map((ask) => ({ ask, why: 'the template has no such role' })),
    ],
  };
}
