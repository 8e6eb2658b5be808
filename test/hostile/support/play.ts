import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type Hostile, limits } from '../contract.ts';
import type { Measured } from './measure.ts';

/** A case, what it came to, and in what it misses. */
export type Played = Measured & { readonly hostile: Hostile; readonly misses: readonly string[] };

const withinMs = 60_000;
const longWithinMs = 300_000;
/** Far over the limit of memory: whoever needs it has lost already. */
const heapMegabytes = 768;

/** In what a case is not as it has to be: how it came out, then what it cost. */
export function missesOf(hostile: Hostile, { verdict, crash, cpuMs, memoryBytes }: Measured): readonly string[] {
  const { expects, because } = hostile;
  if (!verdict) return [`crashed: ${crash}`];
  return [
    ...(verdict.outcome === expects ? [] : [`${verdict.outcome}, expected ${expects}: ${verdict.reason}`]),
    ...(because && !because.test(verdict.reason) ? [`the reason says not ${because}: ${verdict.reason}`] : []),
    ...(verdict.reason.trim() === '' ? ['no reason is named'] : []),
    ...(cpuMs > limits.cpuMs ? [`${Math.round(cpuMs)} ms CPU`] : []),
    ...(memoryBytes > limits.memoryBytes ? [`${Math.round(memoryBytes / 2 ** 20)} MB`] : []),
  ];
}

type Asked = { readonly hostile: Hostile; readonly position: number };

/** Plays cases in a worker that is kept warm; a case in which it hangs or dies has failed, and the next gets another worker. */
export function createPlayer() {
  let worker: ChildProcess | undefined;

  async function ready(): Promise<ChildProcess> {
    if (worker) return worker;
    worker = fork(new URL('./worker.ts', import.meta.url), {
      execArgv: ['--expose-gc', `--max-old-space-size=${heapMegabytes}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    worker.stderr?.resume();
    await once(worker, 'message');
    return worker;
  }

  async function drop(): Promise<void> {
    const dropped = worker;
    worker = undefined;
    if (dropped?.exitCode !== null) return;
    const end = once(dropped, 'exit');
    dropped.kill('SIGKILL');
    await end;
  }

  async function attempt({ hostile, position }: Asked): Promise<Measured> {
    const child = await ready();
    const over = new AbortController();
    const { signal } = over;
    child.send(position);
    const patience = hostile.isLong ? longWithinMs : withinMs;
    const failed = (crash: string): Measured => ({ crash, cpuMs: patience, memoryBytes: 0 });
    const measured = await Promise.race([
      once(child, 'message', { signal }).then(([told]) => (told as { readonly measured: Measured }).measured),
      once(child, 'exit', { signal }).then(() => failed('the process died')),
      wait(patience, undefined, { signal }).then(() => failed(`did not end in ${patience / 1000} s`)),
    ]);
    over.abort();
    if (measured.crash) await drop();
    return measured;
  }

  return {
    /** A miss is measured once more: the first of its kind pays for code that is compiled once, and the machine is shared. */
    async play(asked: Asked): Promise<Played> {
      const { hostile } = asked;
      const first = await attempt(asked);
      const again = missesOf(hostile, first).length > 0 ? await attempt(asked) : first;
      const measured = missesOf(hostile, again).length > missesOf(hostile, first).length ? first : again;
      return { ...measured, hostile, misses: missesOf(hostile, measured) };
    },
    stop: drop,
  };
}
