import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../emulators/durable-file.ts';
import type { Settings } from '../settings.ts';
import type { LocalSystem } from '../system.ts';
import { createCallApi } from './call-api.ts';
import { seedConfiguration, seedSecrets } from './configuration.ts';
import { demoBeginsMinutesAgo, playDemo } from './demo.ts';

/** How far the seeding of this folder has come, so that an interrupted one is finished and a finished one left alone. */
const $Progress = z.object({ configuration: z.enum(['open', 'done']), demo: z.enum(['open', 'done', 'unwanted']) });
type Progress = z.infer<typeof $Progress>;

const fileIn = (dataDir: string): string => join(dataDir, 'seed.json');

/** Before anything starts: the demo begins in the past, so that its messages are spread over a day. */
export function prepareSeed({ dataDir, hasDemo }: Pick<Settings, 'dataDir' | 'hasDemo'>): void {
  if (existsSync(fileIn(dataDir))) return;
  if (hasDemo) writeJson(join(dataDir, 'clock.json'), { offsetMs: -demoBeginsMinutesAgo * 60_000 });
  writeJson(fileIn(dataDir), { configuration: 'open', demo: hasDemo ? 'open' : 'unwanted' } satisfies Progress);
}

/** Sets the contact centre up and, where wanted, lets customers write to it. */
export async function seed(
  system: LocalSystem,
  { dataDir }: Pick<Settings, 'dataDir'>,
  say: (line: string) => void,
): Promise<void> {
  const file = fileIn(dataDir);
  let progress: Progress = $Progress.parse(readJson(file));
  const reach = (next: Partial<Progress>) => {
    progress = { ...progress, ...next };
    writeJson(file, progress);
  };
  const callApi = createCallApi(system.addresses.url, system.signIn.tokenFor);
  await seedSecrets();
  if (progress.configuration === 'open') {
    await seedConfiguration(callApi);
    reach({ configuration: 'done' });
  }
  if (progress.demo === 'open') {
    say('Letting customers write (only the first time) …');
    await playDemo({ system, callApi });
    reach({ demo: 'done' });
  }
}
