import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is left after a full collection is what is really held. Node offers it only behind a flag, which may be set late. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** CPU time in microseconds since the start, and memory in bytes, of this process with everything that runs in it. */
export function processState({ isCollected }: { readonly isCollected: boolean }) {
  if (isCollected) collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpu: process.cpuUsage(), memory: { rss, heapUsed, external }, uptimeSeconds: process.uptime() };
}
