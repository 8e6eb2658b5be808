import { GCProfiler } from 'node:v8';
import type { Hostile, Verdict } from '../contract.ts';

/** What a case came to and what it cost. */
export type Measured = {
  readonly verdict?: Verdict;
  /** What it threw. */
  readonly crash?: string;
  readonly cpuMs: number;
  readonly memoryBytes: number;
};

type Statistics = ReturnType<GCProfiler['stop']>['statistics'][number];

/** What is in use after a collection; before it there is rubbish as well, as much as the collector sees fit. */
const usedAfter = ({ afterGC }: Statistics): number =>
  afterGC.heapStatistics.usedHeapSize + afterGC.heapStatistics.externalMemory;

const usedNow = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const collect = (): void => {
  if (!globalThis.gc) throw new Error('memory is measured with --expose-gc');
  globalThis.gc();
};

async function outcomeOf(run: Hostile['run']): Promise<Pick<Measured, 'verdict' | 'crash'>> {
  try {
    return { verdict: await run() };
  } catch (error) {
    return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/**
 * Runs a case and counts the CPU time of the whole process, and the most memory in use (heap and buffers) over what the
 * idle process had, as each collection found it and as it was at the end.
 */
export async function measure(hostile: Hostile): Promise<Measured> {
  const { prepare, run, cleanUp, inputs = 1 } = hostile;
  try {
    await prepare?.();
  } catch (error) {
    return { crash: `could not be prepared: ${error}`, cpuMs: 0, memoryBytes: 0 };
  }
  collect();
  const idle = usedNow();
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.cpuUsage();
  const outcome = await outcomeOf(run);
  const { user, system } = process.cpuUsage(before);
  const atEnd = usedNow();
  const used = Math.max(atEnd, ...profiler.stop().statistics.map(usedAfter));
  // Thousands of inputs lie in a store of the case's own afterwards, which is none of the handler's memory.
  if (inputs > 1) collect();
  const base = inputs > 1 ? Math.max(idle, usedNow()) : idle;
  await cleanUp?.();
  return { ...outcome, cpuMs: (user + system) / 1000 / inputs, memoryBytes: Math.max(0, used - base) };
}
