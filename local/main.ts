import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from './build-console.ts';
import { type Gateway, startGateway } from './http/gateway.ts';
import type { Addresses } from './parts.ts';
import { findRunning, noteRunning, noteStopped, parleyAt } from './running.ts';
import { people } from './seed/accounts.ts';
import { prepareSeed, seed } from './seed/seed.ts';
import { readSettings, type Settings, usage } from './settings.ts';
import { startSystem } from './system.ts';

/** What keeps the command from being done, in words for whoever typed it. */
class Stop extends Error {}

const say = (line: string): void => console.log(line);

/** What we keep; a folder that somebody named by mistake may hold more. */
const ours = [
  ...['clock.json', 'dynamodb', 'functions.log', 'mail-feedback', 'running.json', 'seed.json', 'sign-in'],
  ...['schedules.jsonl', 'sign-in-port.json', 'sqs-and-s3', 'ssm.json', 'step-functions', 'stream.json'],
];

async function listen(port: number): Promise<Gateway> {
  try {
    return await startGateway(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const url = `http://localhost:${port}`;
    const pid = await parleyAt(url);
    throw new Stop(
      pid === undefined
        ? `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`
        : `Parley is already running at ${url} (pid ${pid}).`,
    );
  }
}

function welcome({ url, mailInbox, smtpPort }: Addresses, { seed: dice, duplicates, dataDir }: Settings): string {
  const names = people.map(({ id, name, groups, title }) => `    ${id.padEnd(6)} ${name} (${groups.join()}, ${title})`);
  return [
    '',
    'Parley is ready.',
    '',
    `  Console      ${url}`,
    `  Simulator    ${url}/simulator   (be a customer, move the clock)`,
    `  Mail inbox   ${mailInbox}   (what Parley sent)`,
    `  SMTP         127.0.0.1:${smtpPort}   (mail to support@parley.example)`,
    '',
    '  Sign in as',
    ...names,
    '',
    duplicates > 0
      ? `  Some deliveries happen twice, as in AWS; PARLEY_SEED=${dice} repeats which, PARLEY_DUPLICATES=0 ends it.`
      : '  Nothing is delivered twice.',
    `  Data is kept in ${dataDir}; \`npm start -- --fresh\` forgets it. Ctrl-C stops.`,
    '',
  ].join('\n');
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function run(settings: Settings): Promise<void> {
  const { dataDir } = settings;
  const running = await findRunning(dataDir);
  if (running) throw new Stop(`Parley is already running at ${running.url} (pid ${running.pid}).`);
  const gateway = await listen(settings.port);
  const asked = untilAsked();
  try {
    if (settings.isFresh) for (const name of ours) rmSync(join(dataDir, name), { recursive: true, force: true });
    prepareSeed(settings);
    noteRunning(dataDir, { pid: process.pid, url: gateway.url });
    say('Starting the emulated services …');
    const [system] = await Promise.all([
      startSystem(gateway, settings),
      settings.hasConsole ? buildConsole(say) : undefined,
    ]);
    try {
      const seeded = seed(system, settings, say).then(() => {
        gateway.ready();
        say(welcome(system.addresses, settings));
        return asked;
      });
      await Promise.race([seeded, asked]);
      say('Stopping …');
    } finally {
      await gateway.stop();
      await system.stop();
    }
  } finally {
    await gateway.stop();
    noteStopped(dataDir);
  }
}

try {
  await run(readSettings(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  if (error instanceof Stop) console.error(error.message);
  else if (error instanceof TypeError && 'code' in error) console.error(`${error.message}\n\n${usage}`);
  else console.error(error);
  process.exit(1);
}
