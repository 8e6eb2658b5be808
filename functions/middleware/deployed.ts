import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import type { Clock } from '#domain/kernel/clock.ts';
import type { FunctionRow } from '#functions/function-row.ts';

/** What differs between the cloud and a test beside the environment. */
export type Runtime = { readonly now: Clock };

export type LambdaHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * Makes a function of the catalogue: `create` wires it from its environment, and only from that; `handler` does so on
 * its first call, so that importing the file has no effect. A variable that is missing is named.
 */
export function deployed<Row extends Pick<FunctionRow, 'entry' | 'environment'>, Event, Result>(
  row: Row,
  wire: (environment: z.infer<Row['environment']>, runtime: Runtime) => LambdaHandler<Event, Result>,
): {
  readonly create: (
    environment: Readonly<Record<string, string | undefined>>,
    runtime: Runtime,
  ) => LambdaHandler<Event, Result>;
  readonly handler: LambdaHandler<Event, Result>;
} {
  const create = (environment: Readonly<Record<string, string | undefined>>, runtime: Runtime) => {
    const { success, data, error } = row.environment.safeParse(environment);
    if (!success) {
      const wrong = error.issues.map((issue) => issue.path.join('.')).join(', ');
      throw new Error(`function ${row.entry}: environment variables missing or wrong: ${wrong}`);
    }
    return wire(data as z.infer<Row['environment']>, runtime);
  };
  let wired: LambdaHandler<Event, Result> | undefined;
  const handler: LambdaHandler<Event, Result> = (event, context) => {
    wired ??= create(process.env, { now: () => new Date() });
    return wired(event, context);
  };
  return { create, handler };
}
