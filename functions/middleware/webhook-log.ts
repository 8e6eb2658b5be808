import type { EdgeLog } from './edge.ts';

/**
 * The log of a webhook function, whose only line is that it failed. The runtime adds time, level and request id to what
 * is written to its console. Powertools would do the same for 6.5 kB gzip and 3 ms CPU of each cold start, which somebody
 * outside is waiting for (bench/cold-start.ts).
 */
export const webhookLogOf = (service: string): EdgeLog => ({
  addContext: () => undefined,
  error(event, fields) {
    // biome-ignore lint/suspicious/noConsole: the runtime's console is the log.
    console.error({ message: event, service, ...fields });
  },
});
