import type { BrowserContext } from 'playwright-core';
import { vectors } from './vectors.ts';

const beacon = 'https://beacon.example/asked';

/** Every vector: calls `canary(1)` when it runs, and asks beacon.example when it fetches. */
export const hostileMarkup = vectors('canary(1)', beacon);

export type Watched = {
  /** Frames in which something ran. */
  readonly executed: readonly string[];
  /** Addresses that were asked for. */
  readonly asked: readonly string[];
};

/** What ran and what was asked for, in any frame of any page. */
export async function watched(context: BrowserContext): Promise<Watched> {
  const executed: string[] = [];
  const asked: string[] = [];
  await context.exposeBinding('canary', ({ frame }) => void executed.push(frame.url()));
  context.on('dialog', (dialog) => void dialog.dismiss());
  await context.route(/^https?:\/\/beacon\.example\//, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  return { executed, asked };
}
