import { dataFolder, findRunning } from '../running.ts';

/** What keeps a command from being done, in words for whoever typed it. */
export class Stop extends Error {}

/** Where the running system answers; says what to do when there is none. */
export async function runningUrl(): Promise<string> {
  const running = await findRunning(dataFolder());
  if (running) return running.url;
  throw new Stop('Parley is not running. Start it in another terminal: npm start');
}

/** Asks `/local/*` of the running system. */
export async function askLocal(url: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) }).catch(() => {
    throw new Stop(`Nothing answers at ${url}. Is it the address that npm start printed?`);
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw new Stop(`The system answered with ${response.status}: ${JSON.stringify(answer)}`);
}

/** Runs a command: prints what it answers, or why it could not be done. */
export async function runCommand(command: () => Promise<string>): Promise<void> {
  try {
    console.log(await command());
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
