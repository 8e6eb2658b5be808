import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Clock } from '#domain/kernel/clock.ts';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { FunctionRow } from '#functions/function-row.ts';
import type { EnvironmentValues } from '#lib/environment.ts';
import { keysOf } from '#lib/keys-of.ts';
import { environmentOf } from './environment.ts';
import { asFunction } from './function-output.ts';
import { functionArn } from './names.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;
type HandlerModule = {
  readonly create: (environment: Readonly<Record<string, string | undefined>>, runtime: { now: Clock }) => Handler;
};

export class FunctionTimedOut extends Error {}

export type Functions = {
  /** Calls a function as Lambda would; throws what it throws, or `FunctionTimedOut`. */
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
};

export const functionNames: readonly FunctionName[] = keysOf(catalogue);

/** Makes every function of the catalogue with its own environment; one that lacks a variable fails here. */
export async function startFunctions(values: EnvironmentValues, now: Clock): Promise<Functions> {
  const handlers = new Map(
    await Promise.all(functionNames.map(async (name) => [name, await handlerOf(name, { values, now })] as const)),
  );
  return {
    async invoke(name, event) {
      const handler = handlers.get(name);
      if (!handler) throw new Error(`there is no function ${name}`);
      return within(
        name,
        asFunction(() => handler(event, contextFor(name))),
      );
    },
  };
}

async function handlerOf(name: FunctionName, { values, now }: { values: EnvironmentValues; now: Clock }) {
  const row: FunctionRow = catalogue[name];
  const file = new URL(`../functions/${row.entry}/handler.ts`, import.meta.url);
  const { create }: HandlerModule = await import(file.href);
  return create(environmentOf(row, values), { now });
}

function contextFor(name: FunctionName): Context {
  const { memoryMb, timeoutSeconds } = catalogue[name];
  const endsAt = performance.now() + timeoutSeconds * 1000;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn(name),
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** Lambda stops a function that takes too long. Here it cannot be stopped, but nobody waits for it any more. */
async function within<Result>(name: FunctionName, work: Promise<Result>): Promise<Result> {
  const { timeoutSeconds } = catalogue[name];
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const late = new FunctionTimedOut(`${name} took longer than ${timeoutSeconds} s`);
  const timer = setTimeout(() => reject(late), timeoutSeconds * 1000);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
