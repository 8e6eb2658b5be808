import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { sendRawMail } from './journey.ts';

const hostileMail = [
  'From: Mallory <mallory@elsewhere.example>',
  'To: support@parley.example',
  'Subject: Invoice attached 12120',
  'Message-ID: <hostile@elsewhere.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Dear team</p><script>document.title="owned"</script><img src="https://tracker.example/p.gif" onerror="top.document.title=\'owned\'"><a href="javascript:top.document.title=\'owned\'">open</a>',
].join('\r\n');

describe('an agent at the console', { timeout: 90_000 }, () => {
  let system: LocalSystem;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];

  beforeAll(async () => {
    system = await startSystem({ env: { PARLEY_NO_CONSOLE: '0' } });
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.on('response', (response) => requested.push(response.url()));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'csp') requested.push(request.url());
    });
    page.setDefaultTimeout(15_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });

  it('signs in as one of the demo people', async () => {
    await page.goto(system.url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const sam = page.getByRole('button', { name: /Sam Ortiz/ });
    await sam.waitFor();
    expect(await seriousFindings(page)).toStrictEqual([]);
    await sam.click();
    await page
      .getByRole('link', { name: /My inbox/ })
      .first()
      .waitFor();
    expect(await seriousFindings(page)).toStrictEqual([]);
  });

  it('sees a text message arrive without touching anything, answers it, and sees the receipt', async () => {
    expect(await system.sendSms({ from: '+15550120', text: 'Is my parcel 12120 on its way?' })).toBe(200);
    await page.getByRole('option', { name: /parcel 12120/ }).click();
    const log = page.getByRole('log');
    await log.getByText('Assigned to Sam Ortiz').waitFor();
    await page.getByRole('textbox', { name: 'Reply' }).fill('Yes, it left this morning.');
    await page.getByRole('button', { name: /^Send(?! and)/ }).click();
    await log.getByText('Delivered').waitFor();
    expect(await log.textContent()).toContain('Yes, it left this morning.');
    expect(await seriousFindings(page)).toStrictEqual([]);
    expect((await system.textsSent()).at(0)).toMatchObject({ to: '+15550120', body: 'Yes, it left this morning.' });
  });

  it('sees the customer answer in the open conversation', async () => {
    await system.sendSms({ from: '+15550120', text: 'Great, thank you!' });
    await page.getByRole('log').getByText('Great, thank you!').waitFor();
  });

  it('reads a hostile mail that runs nothing and fetches nothing', async () => {
    await sendRawMail(system, { from: 'mallory@elsewhere.example', to: 'support@parley.example' }, hostileMail);
    await page
      .getByRole('link', { name: /All open/ })
      .first()
      .click();
    await page.getByRole('option', { name: /Invoice attached 12120/ }).click();
    await page
      .getByRole('button', { name: /formatted|original|HTML/i })
      .first()
      .click();
    await page.locator('iframe').first().waitFor();
    await page.waitForTimeout(500);
    expect(await page.title()).not.toContain('owned');
    expect(requested.filter((url) => url.includes('tracker.example'))).toStrictEqual([]);
  });

  it('finds nothing serious in the dark either', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFindings(page)).toStrictEqual([]);
  });

  it('signs out, and is asked who it is the next time', async () => {
    await page
      .getByRole('button', { name: /Sam Ortiz/ })
      .last()
      .click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /Rita Cole/ }).waitFor();
  });
});
