import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { changeAnswers } from '#test/support/chromium.ts';
import { hostileMarkup as all, watched } from './support/canary.ts';
import { consoleInChromium } from './support/console-in-chromium.ts';

/** Run in the page: uses what is in each mail, and counts the mails that are there with their policy. */
const useMails = `[...document.querySelectorAll('iframe[title="Original formatting"]')].filter((frame) => {
  const mail = frame.contentDocument;
  if (!mail?.querySelector('meta[http-equiv="Content-Security-Policy"]')) return false;
  for (const one of mail.querySelectorAll('a, button, [tabindex]'))
    one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  return true;
}).length`;

const showMails = `for (const button of document.querySelectorAll('button'))
  if (button.textContent.includes('Show original formatting')) button.click();`;

const triggersWithinMs = 500;

/** Shows all mails as they came and uses what is in them. */
async function lookAt(page: Page, mails: number): Promise<void> {
  const buttons = page.getByRole('button', { name: 'Show original formatting' });
  await expect.poll(() => buttons.count(), { timeout: 30_000 }).toBe(mails);
  await page.evaluate(showMails);
  await expect.poll(() => page.evaluate(useMails), { timeout: 30_000 }).toBe(mails);
  // What a mail would do by itself, it does within this time.
  await page.waitForTimeout(triggersWithinMs);
}

type Events = ConversationDetail['events'];

/** As many as the console shows of a conversation without being asked for earlier ones. */
const mailsShown = 60;

/** One mail with HTML for each vector. */
function withVectors(events: Events, first: number): Events {
  const mail = events.find((event) => event.type === 'MessageReceived' && event.message.htmlKey !== undefined);
  if (!mail) throw new Error('the sample has no mail with HTML');
  return all.map((_, position) => ({ ...mail, id: `vector-${position}` })).slice(first, first + mailsShown);
}

describe('markup of a hostile mail', { timeout: 180_000 }, () => {
  const running = consoleInChromium();

  it('does run and ask where nothing holds it back, so that this test can fail', async () => {
    const context = await running().browser.newContext();
    const { executed, asked } = await watched(context);
    const page = await context.newPage();
    const harmful = all.filter((_, position) => position % 4 === 0);
    for (const vector of harmful) await page.setContent(vector, { timeout: 500 }).catch(() => undefined);
    await expect.poll(() => executed.length).toBeGreaterThan(10);
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    await context.close();
  });

  it(`runs nothing and asks nobody in the original view: ${all.length} vectors`, async () => {
    expect(all.length).toBeGreaterThanOrEqual(500);
    const context = await running().browser.newContext({ reducedMotion: 'reduce' });
    const { executed, asked } = await watched(context);
    const page = await context.newPage();
    let first = 0;
    await changeAnswers(page, /\/v1\/conversations\/cv-1000$/, (detail: ConversationDetail) => ({
      ...detail,
      events: withVectors(detail.events, first),
    }));
    await page.route(/\/messages\/vector-\d+\/html$/, (route) => {
      const position = Number(/vector-(\d+)/.exec(route.request().url())?.[1]);
      return route.fulfill({ json: { html: `<html><body>${all[position]}</body></html>` } });
    });
    await page.goto(running().server.origin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('option', { name: /Amara Okafor/ }).click();
    for (; first < all.length; first += mailsShown) {
      if (first > 0) await page.reload();
      await lookAt(page, Math.min(mailsShown, all.length - first));
    }
    expect(executed).toStrictEqual([]);
    expect(asked).toStrictEqual([]);
    expect(page.url().startsWith(running().server.origin)).toBe(true);
    await context.close();
  });
});
