import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { type FakeConnections, fakeConnections } from './connections-fake.ts';
import { buildConsole } from './support/built-console.ts';
import { type FakeServer, startFakeServer } from './support/fake-server.ts';

let folder: string;
let browser: Browser;
let server: FakeServer;
let context: BrowserContext;
let page: Page;
let fake: FakeConnections;
let complaints: string[];

beforeAll(async () => {
  folder = await buildConsole();
  browser = await launchChromium();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  complaints = [];
  server = await startFakeServer(folder);
});
afterEach(async () => {
  await context.close();
  await server.close();
  expect(complaints).toEqual([]);
});

type Options = {
  readonly role?: 'supervisor' | 'admin';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
};

const open = async (path: string, { role = 'admin', colorScheme = 'light', width = 1440 }: Options = {}) => {
  context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  fake = await fakeConnections(page, role);
  await page.goto(`${server.origin}${path}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('main').first().waitFor();
};
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const dialog = () => page.getByRole('dialog');
const more = async (item: string | RegExp) => {
  await page.getByRole('button', { name: 'More about this connection' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe('the list of connections', { timeout: 60_000 }, () => {
  it('tells in words how each fares, and leads to it from the rail', async () => {
    await open('/inbox/mine', { role: 'supervisor' });
    await page.getByRole('link', { name: 'Connections' }).click();
    await row('Help bot').getByText('The token is refused; store a new one').waitFor();
    expect(await row('Help bot').textContent()).toContain('Failing');
    expect(await row('Main number').textContent()).toMatch(/Billing.*Working.*1 of 4/);
    expect(await row('Partner portal').textContent()).toContain('Switched off');
    expect(await page.getByRole('button', { name: 'Add connection' }).count()).toBe(0);
  });

  it('narrows down to what needs somebody', async () => {
    await open('/connections');
    await page.getByRole('button', { name: 'Needs attention 2' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await page.getByRole('searchbox', { name: 'Filter connections' }).fill('telegram');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    expect(await row('Help bot').count()).toBe(1);
  });

  it.each(['light', 'dark'] as const)(
    'can be used by everybody, also on its pages, in the %s theme',
    async (colorScheme) => {
      await open('/connections', { colorScheme });
      await row('Help desk mail').getByText('Silent').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('link', { name: 'Main number' }).click();
      await page.getByText('Difference 0').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await more(/credentials/);
      await dialog().getByLabel('Auth tokens').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    },
  );
});

describe('a connection', { timeout: 60_000 }, () => {
  it('accounts for a day, and leads from each number to what is behind it', async () => {
    await open('/connections/main-number');
    await page.getByText('Difference 0: everything is accounted for.').waitFor();
    await page.getByRole('button', { name: '1 quarantined' }).click();
    await page.getByRole('link', { name: 'see why' }).click();
    const entry = page.locator('li[aria-current]');
    await entry.getByText('The mail has no From header', { exact: false }).waitFor();
    await expect.poll(() => entry.getByText('Subject: hello').isVisible()).toBe(true);
    await page.goBack();
    await page.getByRole('button', { name: '2 placed' }).click();
    await page.getByRole('link', { name: 'a conversation' }).first().click();
    await expect.poll(() => page.url()).toContain('/inbox/open/cv-1000');
    await page.getByRole('log').waitFor();
  });

  it('says when a day does not add up', async () => {
    await open('/connections/main-number');
    await page.getByRole('button', { name: 'The day before' }).click();
    await page.getByRole('alert').getByText('Difference 1: something is not accounted for.').waitFor();
    expect(page.url()).toMatch(/day=\d{4}-\d{2}-\d{2}/);
  });

  it('shows the week in a table, what the provider told, and the webhook URL', async () => {
    await open('/connections/main-number');
    const table = page.getByRole('table', { name: /each day leads to its ledger/ });
    await expect.poll(() => table.getByRole('row').count()).toBe(9);
    expect(await table.getByRole('row').nth(1).textContent()).toBe('Today so far4');
    expect(await table.getByRole('row').nth(6).textContent()).toMatch(/12$/);
    await page.getByText('fell to medium').waitFor();
    await page.getByText('https://parley.example/webhooks/twilio-sms/main-number').waitFor();
  });

  it('leaves leads to look and not to touch', async () => {
    await open('/connections/main-number', { role: 'supervisor' });
    await page.getByText('Difference 0').waitFor();
    expect(await page.getByRole('button', { name: 'Test' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'More about this connection' }).count()).toBe(0);
  });

  it('is tested check by check', async () => {
    await open('/connections/main-number');
    await page.getByRole('button', { name: 'Test' }).click();
    await dialog().getByText('Not everything is well.').waitFor();
    expect(await dialog().getByRole('img', { name: 'Failed' }).count()).toBe(1);
    await dialog().getByText('It points somewhere else; register it.').waitFor();
    expect(fake.changes.at(-1)?.path).toBe('/v1/connections/main-number/test');
  });

  it('takes credentials that are right, a list by the line, and hides them', async () => {
    await open('/connections/main-number');
    await more(/credentials/);
    await dialog().getByLabel('Account sid').fill('AC1');
    await dialog().getByLabel('Auth tokens').fill('new-token\nold-token');
    await dialog().getByRole('button', { name: 'Store and test' }).click();
    await dialog().getByText('Does not look as it should.').waitFor();
    expect(fake.changes).toEqual([]);
    expect(await dialog().getByLabel('Api key secret (optional)').getAttribute('type')).toBe('password');
    await dialog()
      .getByLabel('Account sid')
      .fill(`AC${'a'.repeat(32)}`);
    await dialog()
      .getByRole('checkbox', { name: /Keep what is in force/ })
      .check();
    await dialog().getByRole('button', { name: 'Store and test' }).click();
    await dialog().getByText('They are stored.', { exact: false }).waitFor();
    expect(fake.changes).toMatchObject([
      {
        path: '/v1/connections/main-number/credentials',
        body: {
          credentials: { accountSid: `AC${'a'.repeat(32)}`, authTokens: ['new-token', 'old-token'] },
          rotate: true,
        },
      },
    ]);
  });

  it('says what happens before it is switched off', async () => {
    await open('/connections/main-number');
    await more('Disable…');
    await dialog().getByText('put into quarantine: nothing is lost', { exact: false }).waitFor();
    expect(fake.changes).toEqual([]);
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    expect(fake.changes.map(({ path }) => path)).toEqual(['/v1/connections/main-number/disable']);
  });

  it('shows how to be told of it again once it is off', async () => {
    await open('/connections/partner');
    await more('Enable…');
    await dialog().getByRole('button', { name: 'Enable' }).click();
    await expect.poll(() => fake.changes.map(({ path }) => path)).toEqual(['/v1/connections/partner/enable']);
  });
});

describe('adding a connection', { timeout: 60_000 }, () => {
  const fill = async (id: string) => {
    await page.getByRole('button', { name: 'Add connection' }).click();
    await dialog().getByLabel('Provider').selectOption('generic-webhook');
    await dialog().getByLabel('Id', { exact: true }).fill(id);
    await dialog().getByLabel('Name', { exact: true }).fill('ERP');
    await dialog().getByLabel('Address', { exact: true }).fill('erp.example');
  };
  const add = () => dialog().getByRole('button', { name: 'Add', exact: true }).click();

  it('checks the settings against the schema of the provider, and tries a mapping', async () => {
    await open('/connections');
    await fill('erp');
    await add();
    await dialog().getByText('“paths” is missing.').waitFor();
    await dialog().getByLabel('Settings, as JSON').fill('{"paths":{"senderAddress":"from","text":"text"}}');
    await dialog().getByLabel('A body as your system sends it').fill('{"from":"x","text":"Hello"}');
    await dialog().getByRole('button', { name: 'Try mapping' }).click();
    await dialog().getByRole('definition').getByText('Hello').waitFor();
    await add();
    await expect.poll(() => dialog().count()).toBe(0);
    expect(fake.changes.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/v1/connections/erp',
      body: {
        provider: 'generic-webhook',
        channel: 'webhook',
        name: 'ERP',
        address: 'erp.example',
        queueId: 'billing',
        settings: { paths: { senderAddress: 'from', text: 'text' } },
      },
    });
  });

  it('does not take the id of another one, and says what the API says at its field', async () => {
    await open('/connections');
    await fill('partner');
    await dialog().getByLabel('Settings, as JSON').fill('{"paths":{"senderAddress":"from","text":"text"}}');
    await add();
    await dialog().getByText('There is a connection of that id already.').waitFor();
    await dialog().getByLabel('Id', { exact: true }).fill('Not Right');
    const message = 'lower-case letters, digits and hyphens';
    fake.refuseNext({ status: 400, detail: `body.id: ${message}`, errors: [{ path: 'body.id', message }] });
    await add();
    await expect.poll(() => dialog().getByLabel('Id', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await dialog().getByText('Lower-case letters, digits and hyphens.', { exact: true }).waitFor();
  });
});

describe('what is entered about a conversation by hand', { timeout: 60_000 }, () => {
  const choose = async (item: RegExp) => {
    await page.getByRole('log').waitFor();
    await page.getByRole('button', { name: 'Log, join, split, merge' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  it('logs a call in the open conversation from the palette', async () => {
    await open('/inbox/open/cv-1000');
    await page.getByRole('log').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('phone call');
    await page.getByRole('option', { name: 'Log an interaction…' }).click();
    await dialog().getByLabel('What came of it').selectOption('follow-up');
    await dialog().getByLabel('Minutes').fill('12');
    await dialog().getByLabel('Who was there, beside you').fill('Jo, Ann');
    const log = dialog().getByRole('button', { name: 'Log it' });
    expect(await log.isDisabled()).toBe(true);
    await dialog().getByLabel('What was said and agreed').fill('We call back on Monday.');
    await log.click();
    await expect.poll(() => dialog().count()).toBe(0);
    expect(fake.changes).toMatchObject([
      {
        path: '/v1/conversations/cv-1000/interactions',
        body: {
          interaction: {
            kind: 'phone',
            outcome: 'follow-up',
            durationMinutes: 12,
            people: ['Jo', 'Ann'],
            text: 'We call back on Monday.',
          },
        },
      },
    ]);
  });

  it('logs one with a new customer and opens what comes of it', async () => {
    await open('/inbox/open');
    await page.getByRole('button', { name: 'Log, join, split, merge' }).click();
    await page.getByRole('menuitem', { name: 'With a new customer…' }).click();
    await dialog().getByLabel("Customer's name").fill('Jo Miller');
    await dialog().getByLabel('Phone or mail, if known').fill('+41 44 (668) 18-00');
    await dialog().getByLabel('Subject').fill('Visit');
    await dialog().getByLabel('Queue').selectOption('orders');
    await dialog().getByLabel('What was said and agreed').fill('Came to the shop.');
    await dialog().getByRole('button', { name: 'Log it' }).click();
    await expect.poll(() => page.url()).toContain('/inbox/open/cv-1001');
    expect(fake.changes).toMatchObject([
      {
        path: '/v1/interactions',
        body: { customer: { name: 'Jo Miller', address: '+41446681800' }, queueId: 'orders', subject: 'Visit' },
      },
    ]);
  });

  it('joins another conversation of the customer into the open one', async () => {
    await open('/inbox/open/cv-1000');
    await choose(/Join/);
    await dialog().getByRole('radio').first().check();
    await dialog().getByRole('button', { name: 'Join' }).click();
    await expect.poll(() => fake.changes).toMatchObject([{ path: '/v1/conversations/cv-1000/join' }]);
    expect(fake.changes[0]?.body).toHaveProperty('conversationId');
  });

  it('splits messages off, never all of them', async () => {
    await open('/inbox/open/cv-1000');
    await choose(/Split/);
    const split = dialog().getByRole('button', { name: 'Split' });
    const boxes = dialog().getByRole('checkbox');
    await expect.poll(() => boxes.count()).toBe(2);
    for (const box of await boxes.all()) await box.check();
    await dialog().getByText('Leave at least one behind.').waitFor();
    expect(await split.isDisabled()).toBe(true);
    await boxes.first().uncheck();
    await split.click();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => page.url()).toContain('/inbox/open/cv-1001');
    expect(fake.changes).toMatchObject([{ path: '/v1/conversations/cv-1000/split' }]);
  });

  it('merges the customer of another conversation, shown before it is done', async () => {
    await open('/inbox/open/cv-1000');
    await choose(/Merge/);
    const field = dialog().getByLabel('The other customer');
    await field.fill(`${server.origin}/inbox/open/cv-1000`);
    await dialog().getByText('That is the same customer.').waitFor();
    await field.fill(`${server.origin}/inbox/open/cv-1001`);
    await dialog().getByText('Jonas Weber').waitFor();
    await dialog().getByRole('button', { name: 'Merge' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
    expect(fake.changes).toMatchObject([{ path: '/v1/customers/cu-1000/merge', body: { customerId: 'cu-1001' } }]);
  });
});
