import { z } from 'zod';
import { people } from '../seed/accounts.ts';
import { askLocal, runCommand, runningUrl, Stop } from './running-system.ts';

const $Answer = z.object({ token: z.string() });

await runCommand(async () => {
  const person = process.argv[2];
  if (!people.some(({ id }) => id === person)) {
    const names = people.map(({ id, name, groups }) => `  ${id.padEnd(6)} ${name} (${groups.join()})`);
    const reason = person === undefined ? 'For whom?' : `There is no "${person}".`;
    throw new Stop([`${reason} Usage: npm run token -- <person>`, ...names].join('\n'));
  }
  return $Answer.parse(await askLocal(await runningUrl(), '/local/token', { person })).token;
});
