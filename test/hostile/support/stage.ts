import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';

const $Stage = z.object({
  environment: z.record(z.string(), z.string()),
  queueUrls: z.record(z.string(), z.string()),
  /** Variables that lead the SDK to the emulators. */
  aws: z.record(z.string(), z.string()),
});

/** Where the emulated services are. */
export type Stage = z.infer<typeof $Stage>;

/** Starts the emulated services; they end with this process. */
export async function startStage(): Promise<Stage> {
  const child = fork(new URL('./stage-child.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [told] = await once(child, 'message');
  child.unref();
  child.channel?.unref();
  return $Stage.parse(told);
}
