import type { FunctionName } from '#functions/catalogue.ts';
import { functionNames } from '#local/functions.ts';
import type { Resource, Synthesised } from '#test/lib/synthesised.ts';
import { resolverOf } from './resolver.ts';

export type Statement = {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
};

export type Role = {
  /** The function's name, or the logical id of the role of something else. */
  readonly name: string;
  readonly statements: readonly Statement[];
};

type Document = { readonly Statement: readonly Raw[] };
type Raw = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
};
type Resolve = (value: unknown) => string;

/** What the template says of who may do what, with every name as it is in AWS. */
export type Deployed = {
  readonly roles: readonly Role[];
  readonly environments: ReadonlyMap<FunctionName, Readonly<Record<string, string>>>;
  /** What the roles of state machines do: call the functions of their tasks. */
  readonly tasks: readonly { readonly role: string; readonly functionName: FunctionName; readonly arn: string }[];
  /** The role with this ARN. */
  roleAt(arn: string): string;
  /** The resource of this type whose logical id holds a word. */
  idOf(type: string, word: string): string;
};

const policyTypes = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

export function deployedBy({ resources }: Pick<Synthesised, 'resources'>): Deployed {
  const resolve = resolverOf(new Map(resources));
  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const functions = ofType('AWS::Lambda::Function').flatMap(([id, resource]) => {
    const name = functionNames.find((each) => id.startsWith(`ParleyFunction${each}Function`));
    return name ? [{ name, arn: resolve({ 'Fn::GetAtt': [id, 'Arn'] }), resource }] : [];
  });
  const nameOf = new Map(functions.map(({ name, resource }) => [resolve(resource.Properties.Role), name]));
  const roleAt = (arn: string): string => nameOf.get(arn) ?? arn.slice(arn.lastIndexOf('/') + 1);
  return {
    roles: ofType('AWS::IAM::Role').map(([id, role]) => ({
      name: roleAt(resolve({ 'Fn::GetAtt': [id, 'Arn'] })),
      statements: documentsOf(id, role, resources).flatMap((document) => statementsIn(document, resolve)),
    })),
    environments: new Map(
      functions.map(({ name, resource }) => {
        const variables: Record<string, unknown> = resource.Properties.Environment?.Variables ?? {};
        return [name, Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, resolve(value)]))];
      }),
    ),
    tasks: ofType('AWS::StepFunctions::StateMachine').flatMap(([, { Properties }]) =>
      Object.values<unknown>(Properties.DefinitionSubstitutions ?? {}).flatMap((value) => {
        const called = functions.find(({ arn }) => arn === resolve(value));
        return called
          ? [{ role: roleAt(resolve(Properties.RoleArn)), functionName: called.name, arn: called.arn }]
          : [];
      }),
    ),
    roleAt,
    idOf(type, word) {
      const [found] = ofType(type).filter(([id]) => id.includes(word));
      if (!found) throw new Error(`the template has no ${type} that is called ${word}`);
      return resolve({ Ref: found[0] });
    },
  };
}

type Resources = readonly (readonly [string, Resource])[];

/** Inline in the role, or policies that name it. */
function documentsOf(id: string, role: Resource, resources: Resources): readonly Document[] {
  const inline: readonly { PolicyDocument: Document }[] = role.Properties.Policies ?? [];
  const attached = resources.filter(
    ([, { Type, Properties }]) =>
      policyTypes.includes(Type) && (Properties.Roles ?? []).some(({ Ref }: { Ref?: string }) => Ref === id),
  );
  return [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map(([, { Properties }]) => Properties.PolicyDocument),
  ];
}

const statementsIn = ({ Statement }: Document, resolve: Resolve): readonly Statement[] =>
  Statement.map(({ Effect, Action, Resource: on, Condition }) => ({
    Effect,
    Action: [Action].flat(),
    Resource: [on].flat().map(resolve),
    ...(Condition ? { Condition: resolvedIn(Condition, resolve) } : {}),
  }));

/** Operators, keys and literal values stay as they are. */
function resolvedIn(condition: Readonly<Record<string, unknown>>, resolve: Resolve): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys as Record<string, unknown>).map(([key, values]) => [key, [values].flat().map(resolve)]),
      ),
    ]),
  );
}
