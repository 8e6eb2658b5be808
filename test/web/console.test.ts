import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { buildConsole } from './support/built-console.ts';
import { type FakeServer, startFakeServer } from './support/fake-server.ts';
import { samples } from './support/sample-data.ts';

describe('the console in a browser', { timeout: 60_000 }, () => {
  let folder: string;
  let browser: Browser;
  let server: FakeServer;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    folder = await buildConsole();
    browser = await launchChromium();
  }, 120_000);
  afterAll(() => browser.close());

  const open = async (options: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<void> => {
    context = await browser.newContext({
      viewport: { width: options.width ?? 1440, height: 900 },
      colorScheme: options.colorScheme ?? 'light',
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('option').first().waitFor();
  };
  const openFirst = async (): Promise<void> => {
    await page.getByRole('option', { name: /Amara Okafor/ }).click();
    await page.getByRole('log').waitFor();
  };
  const changesTo = (end: string) => server.changes.filter(({ path }) => path.endsWith(end));
  const reply = () => page.getByRole('textbox', { name: 'Reply' });
  const log = () => page.getByRole('log');
  beforeEach(async () => {
    complaints = [];
    server = await startFakeServer(folder);
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    expect(complaints).toEqual([]);
  });

  it('signs in and opens the inbox, newest activity first', async () => {
    await open();
    await expect.poll(() => page.url()).toContain('/inbox/mine');
    expect(await page.getByRole('option').first().textContent()).toContain('Amara Okafor');
  });

  it('tells why each thing was done, and how each answer fared', async () => {
    await open();
    await openFirst();
    const text = await log().textContent();
    expect(text).toContain('most free places (3 of 8) of the 3 who serve Billing');
    expect(text).toContain('the message is negative and asks a second time');
    expect(text).toContain('Delivered');
    await page.getByRole('option', { name: /Jonas Weber/ }).click();
    await log().getByText('The carrier blocked the message.').waitFor();
  });

  it('shows an answer at once and sends it once', async () => {
    await open();
    await openFirst();
    await reply().fill('I have reissued the refund.');
    await page.keyboard.press('Control+Enter');
    await log().getByText('I have reissued the refund.').waitFor();
    await expect.poll(() => log().getByText('Sending', { exact: false }).count()).toBe(0);
    expect(await log().getByText('I have reissued the refund.').count()).toBe(1);
    expect(await reply().inputValue()).toBe('');
    await expect.poll(() => changesTo('/replies').length).toBe(1);
    expect(changesTo('/replies')[0]?.body).toMatchObject({ lastSeenEventId: 'cv-1000-m1' });
  });

  it('offers a failed answer again with the same idempotency key', async () => {
    await open();
    await openFirst();
    await reply().fill('Second try');
    server.failNextChange();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('Parley is busy', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await expect.poll(() => changesTo('/replies').length).toBe(2);
    expect(new Set(changesTo('/replies').map(({ key }) => key)).size).toBe(1);
  });

  it('holds an answer when a colleague wrote meanwhile, until the author has decided', async () => {
    await open();
    await openFirst();
    await reply().fill('Crossing answer');
    server.holdNextReply();
    await page.keyboard.press('Control+Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('I have just reissued the refund', { exact: false }).waitFor();
    await alert.getByRole('button', { name: 'Edit' }).click();
    await expect.poll(() => reply().inputValue()).toBe('Crossing answer');
    server.holdNextReply();
    await reply().press('Control+Enter');
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await expect.poll(() => alert.count()).toBe(0);
    await expect.poll(() => changesTo('/replies').length).toBe(3);
    const [first, , last] = changesTo('/replies');
    expect(last?.body).toMatchObject({ lastSeenEventId: 'sam-1' });
    expect(last?.key).not.toBe(first?.key);
  });

  it('keeps what is written offline and sends it once the network is back', async () => {
    await open();
    await openFirst();
    await context.setOffline(true);
    await page.getByText('You are offline.', { exact: false }).waitFor();
    await reply().fill('Written in a tunnel');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('cannot be reached', { exact: false }).waitFor();
    await context.setOffline(false);
    const sent = () => changesTo('/replies').map(({ body }) => body.text);
    await expect.poll(sent).toEqual(['Written in a tunnel']);
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('comes back by itself after the socket was cut, and reads again what it shows', async () => {
    await open();
    await openFirst();
    const followsIt = () => server.subscriptions.filter(({ topics }) => topics.includes('conversation:cv-1000'));
    await expect.poll(() => followsIt().length).toBe(1);
    const readsOf = (path: string) => server.requests.filter((each) => each.endsWith(path)).length;
    const readBefore = readsOf('/v1/conversations/cv-1000');
    server.cutSockets();
    await expect.poll(() => followsIt().length, { timeout: 5000 }).toBe(2);
    await expect.poll(() => readsOf('/v1/conversations/cv-1000')).toBeGreaterThan(readBefore);
  });

  it('keeps a draft over a reload', async () => {
    await open();
    await openFirst();
    await reply().fill('Half a thought');
    await page.reload();
    await log().waitFor();
    expect(await reply().inputValue()).toBe('Half a thought');
  });

  it('shows what a customer writes while one looks elsewhere, on top and unread', async () => {
    await open();
    server.say('cv-1006', 'Any news?');
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('Any news?');
    expect(await page.getByRole('option').first().textContent()).toContain('Unread');
  });

  it('says that a colleague is answering', async () => {
    await open();
    await openFirst();
    server.showReplying('cv-1000');
    await page.getByText('is replying. Your reply is held until you have seen theirs.').waitFor();
  });

  it('resolves with one key, out of the list, and back by undo', async () => {
    await open();
    await openFirst();
    await page.keyboard.press('e');
    await expect.poll(() => page.getByRole('option', { name: /Amara Okafor/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('option', { name: /Amara Okafor/ }).waitFor();
  });

  it('walks the list with j and k, and leaves single keys alone once they are switched off', async () => {
    await open();
    await openFirst();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Cannot log in after password reset' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: /Refund not received/ }).waitFor();
    await page.keyboard.press('?');
    await page.getByText('Single-key shortcuts').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search and commands' }).waitFor();
    expect(await page.getByRole('dialog', { name: 'Assign' }).count()).toBe(0);
  });

  it('writes a note that is told apart, without asking the customer to read it', async () => {
    await open();
    await openFirst();
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Internal note' }).fill('Ask the bank');
    await page.getByRole('button', { name: 'Add note' }).click();
    await log().getByText('Ask the bank').waitFor();
    await expect.poll(() => changesTo('/notes').length).toBe(1);
    expect(changesTo('/replies')).toEqual([]);
  });

  it('refuses to write to a customer who opted out, but takes notes', async () => {
    await open();
    await page.getByRole('option', { name: /Nora Keller/ }).click();
    await page.getByText('The customer asked not to be written to', { exact: false }).waitFor();
    expect(await reply().count()).toBe(0);
  });

  it('shows a hostile mail without running or fetching anything', async () => {
    await open();
    await openFirst();
    await page.getByRole('button', { name: 'Show original formatting' }).click();
    const mail = page.frameLocator('iframe[title="Original formatting"]');
    await mail.getByText('I returned the', { exact: false }).waitFor();
    // What the mail's own policy kept out is reported on the console: that is the proof, not a complaint.
    await expect.poll(() => complaints.filter((text) => text.includes('pixel.gif')).length).toBeGreaterThan(0);
    complaints = complaints.filter((text) => !text.includes('pixel.gif'));
    expect(await mail.locator('script, [onclick]').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
    expect(server.requests).not.toContain('/pixel.gif');
  });

  it('reads further pages as one scrolls, and keeps few rows in the page', async () => {
    await open();
    await page.getByRole('link', { name: /All open/ }).click();
    await page.getByRole('heading', { name: 'All open' }).waitFor();
    const list = page.getByRole('listbox');
    await expect
      .poll(async () => {
        await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
        return page.getByRole('option').last().getAttribute('aria-posinset');
      })
      .toBe('107');
    expect(await page.getByRole('option').count()).toBeLessThan(40);
  });

  it('finds whoever writes from an address, however long ago', async () => {
    const past = samples().find(({ conversation }) => conversation.stage.status === 'resolved');
    const [{ value: address = '' } = {}] = past?.customer.identities ?? [];
    await open();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').pressSequentially(address.toUpperCase());
    const results = page.getByRole('listbox', { name: 'Results' });
    await results.getByRole('option', { name: past?.conversation.subject ?? '' }).waitFor();
    expect(changesTo('/search')).toMatchObject([{ body: { text: address.toUpperCase() } }]);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(`/inbox/resolved/${past?.conversation.id}`);
    await log().waitFor();
  });

  it('says where it looked when it found nothing, and why when it could not look', async () => {
    await open();
    await page.keyboard.press('/');
    const words = (text: RegExp) => page.getByRole('listbox', { name: 'Results' }).getByText(text).waitFor();
    await page.getByRole('searchbox').fill('zebra');
    await words(/^Nothing among the conversations at hand\. All are searched for a mail address/);
    await page.getByRole('searchbox').fill('nobody@example.org');
    await words(/^Nobody has written from there/);
    const problem = { type: 'about:blank', title: 'No', status: 403, detail: 'You are in no group.' };
    await page.route('**/v1/search', (route) => route.fulfill({ status: 403, json: problem }));
    await page.getByRole('searchbox').fill('+41 44 668 18 99');
    await words(/^The search failed: You are in no group\.$/);
  });

  it.each(['light', 'dark'] as const)('has nothing serious for axe to find in the %s theme', async (colorScheme) => {
    await open({ colorScheme });
    await openFirst();
    server.showReplying('cv-1000');
    await page.getByText('is replying.', { exact: false }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('n');
    await page.keyboard.type('Note');
    expect(await seriousFindings(page)).toEqual([]);
    for (const [key, name] of [
      ['a', 'Assign'],
      ['t', 'Transfer to another queue'],
      ['?', 'Keyboard shortcuts'],
    ] as const) {
      await page.getByRole('listbox', { name: /conversations/ }).focus();
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name }).waitFor();
      expect(await seriousFindings(page), name).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.goto(`${server.origin}/quarantine`);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('is one pane on a phone, with nothing wider than the screen', async () => {
    await open({ width: 390 });
    expect(await seriousFindings(page)).toEqual([]);
    await openFirst();
    expect(await page.getByRole('listbox').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('listbox').waitFor();
  });
});
