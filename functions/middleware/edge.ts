import middy, { type MiddlewareObj } from '@middy/core';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { LambdaHandler } from './deployed.ts';

/** The little that an edge writes to its log. */
export type EdgeLog = {
  addContext(context: Parameters<LambdaHandler<unknown, unknown>>[1]): void;
  error(event: string, fields: Record<string, unknown>): void;
};

/** Name and place of an error, without its message: that may quote a request, and may go over several lines of the stack. */
export function traceOf(error: unknown): { readonly error: string; readonly stack: readonly string[] } {
  const { name, stack } = error instanceof Error ? error : { name: 'unknown', stack: '' };
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return { error: name, stack: frames.slice(0, 5) };
}

const observed = (log: EdgeLog): MiddlewareObj => ({
  before: ({ context }) => log.addContext(context),
  onError: ({ error, response }) => {
    // A refusal that was answered is the caller's mistake; one that nobody answered stops our work.
    if (error instanceof Refusal && response !== undefined) return;
    log.error('function-failed', traceOf(error));
  },
});

/**
 * Every function's edge, in one order: observe, then what the trigger needs, then the handler.
 * middy runs `onError` from last to first: what is registered first sees the failure last, as it left the others.
 */
export const edge = <Event, Result>(
  log: EdgeLog,
  handle: LambdaHandler<Event, Result>,
  steps: readonly MiddlewareObj<Event, Result>[] = [],
): LambdaHandler<Event, Result> => {
  const chain = middy<Event, Result>().use(observed(log));
  for (const step of steps) chain.use(step);
  const handler = chain.handler(handle);
  return (event, context) => handler(event, context);
};
