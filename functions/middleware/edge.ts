import middy, { type MiddlewareObj } from '@middy/core';
import type { LambdaHandler } from './deployed.ts';

/** The little that an edge writes to its log. */
export type EdgeLog = {
  addContext(context: Parameters<LambdaHandler<unknown, unknown>>[1]): void;
  error(event: string, fields: Record<string, unknown>): void;
};

const observed = (log: EdgeLog): MiddlewareObj => ({
  before: ({ context }) => log.addContext(context),
  onError: ({ error }) => {
    log.error('function-failed', {
      error: error instanceof Error ? error.name : 'unknown',
      stack: error?.stack?.split('\n').slice(1, 6),
    });
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
