import { Token } from 'aws-cdk-lib';
import * as z from 'zod';
import type { catalogue, FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';

/** Every variable that some function of the catalogue asks for. */
type EnvironmentName = {
  [Name in FunctionName]: keyof (typeof catalogue)[Name]['environment']['shape'] & string;
}[FunctionName];

/** One value for each: a variable that is missing here, or that no function asks for, does not compile. */
export type EnvironmentValues = Readonly<Record<EnvironmentName, string>>;

/** Exactly the variables that the row's schema names, checked by it as far as they are known before deployment. */
export function environmentOf(
  row: Pick<FunctionRow, 'entry' | 'environment'>,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const asked = Object.entries(row.environment.shape);
  const given = Object.fromEntries(
    asked.flatMap(([name]) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
  const known = z.object(Object.fromEntries(asked.filter(([name]) => !Token.isUnresolved(given[name]))));
  const checked = known.safeParse(given);
  if (!checked.success)
    throw new Error(`The environment of functions/${row.entry} is wrong:\n${z.prettifyError(checked.error)}`);
  return given;
}
