import type { Verdict } from './ask.ts';
import { checkApis } from './check-api.ts';
import { checkChat } from './check-chat.ts';
import { checkFrames } from './check-frames.ts';
import { checkSockets } from './check-sockets.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { checkUnchanged, refusedThings } from './unchanged.ts';
import type { World } from './world.ts';

const groups = {
  'agent and connections API': checkApis,
  visitors: checkChat,
  webhooks: checkWebhooks,
  'socket handshakes': checkSockets,
  frames: checkFrames,
} as const;

/** All groups of cells, one after the other: they share one world. */
export async function checkAll(world: World, progress: (group: string) => void): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const before = await refusedThings(world);
  for (const [group, check] of Object.entries(groups)) {
    progress(group);
    verdicts.push(...(await check(world)));
  }
  return [...verdicts, ...(await checkUnchanged(world, before))];
}
