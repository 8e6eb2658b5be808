import type { VirtualClock } from '../virtual-clock.ts';

/** https://states-language.net/spec.html#errors */
export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
};

export type Retrying = {
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
  readonly onRetry: () => void;
};

/** Runs a task until it succeeds or its retriers are used up, with their pauses on the virtual clock. */
export async function retrying<Result>(
  { clock, signal, onRetry }: Retrying,
  retriers: readonly Retrier[],
  attempt: () => Promise<Result>,
): Promise<Result> {
  const used = new Map<Retrier, number>();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const retrier = retriers.find(({ ErrorEquals }) => ErrorEquals.some((name) => matches(name, error)));
      const retries = (retrier && used.get(retrier)) ?? 0;
      if (signal.aborted || retrier === undefined || retries >= (retrier.MaxAttempts ?? 3)) throw error;
      used.set(retrier, retries + 1);
      await clock.sleepUntil(new Date(clock.now().getTime() + pauseMs(retrier, retries)), signal);
      onRetry();
    }
  }
}

function matches(name: string, error: unknown): boolean {
  const raised = error instanceof Error ? error.name : 'Error';
  return name === raised || name === 'States.ALL' || (name === 'States.TaskFailed' && raised !== 'States.Timeout');
}

const pauseMs = (retrier: Retrier, retries: number) => {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** retries;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
};
