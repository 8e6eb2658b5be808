import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '#test/support/chromium.ts';
import { buildConsole } from '../../web/support/built-console.ts';
import { type FakeServer, startFakeServer } from '../../web/support/fake-server.ts';

export type ConsoleInChromium = { readonly browser: Browser; readonly server: FakeServer };

/** The built console behind its fake server, and a browser, for as long as the tests around it run. */
export function consoleInChromium(): () => ConsoleInChromium {
  let running: ConsoleInChromium | undefined;
  beforeAll(async () => {
    running = { server: await startFakeServer(await buildConsole()), browser: await launchChromium() };
  }, 120_000);
  afterAll(async () => {
    await running?.browser.close();
    await running?.server.close();
  });
  return () => {
    if (!running) throw new Error('the browser is there only while tests run');
    return running;
  };
}
