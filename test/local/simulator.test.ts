import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationPage } from '#functions/agent-api/contract.ts';
import { localChannels } from '#local/channels/channels.ts';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let system: LocalSystem;

beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.stop());

const openConversations = async () =>
  (await system.api('rita')<ConversationPage>({ path: '/v1/conversations?view=open&limit=100' })).body.items;
const customerNames = async () => (await openConversations()).map(({ customerName }) => customerName);

type Answered = { readonly answers: readonly { readonly status: number; readonly request: string }[] };

/** What the page and the command ask the local system. */
async function simulated(provider: string, action: string): Promise<Answered> {
  const body = JSON.stringify({ provider, action, values: {} });
  const response = await fetch(`${system.url}/local/simulate`, { method: 'POST', body });
  return (await response.json()) as Answered;
}

describe('simulating a channel', { timeout: 30_000 }, () => {
  it.each(localChannels.map(({ connection, actions }) => [connection.provider, actions[0]?.id ?? 'none']))(
    'has what a customer does first at %s (%s) taken by Parley',
    async (provider, action) => {
      const { answers } = await simulated(provider, action);
      expect(answers.length).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    },
  );

  it('plays a call as a dialogue: each request follows from how Parley answered the one before', async () => {
    const { answers } = await simulated('twilio-voice', 'call');
    const requests = answers.map(({ request }) => request);
    expect(requests[0]).toBe('POST /webhooks/twilio-voice/support-twilio-voice');
    expect(requests.some((request) => request.includes('step=menu'))).toBe(true);
    expect(requests.length).toBeGreaterThan(2);
  });
});

describe('npm run simulate', { timeout: 30_000 }, () => {
  type Ended = { readonly code: number; readonly output: string };
  const command = (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ['local/cli/simulate.ts', ...args, '--url', system.url],
        { cwd: root },
        (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }),
      );
    });

  it('lists every provider with its actions and fields', async () => {
    const { code, output } = await command('list');
    expect(code).toBe(0);
    for (const { connection, actions } of localChannels) {
      expect(output).toContain(`\n${connection.provider} `);
      for (const { label } of actions) expect(output).toContain(label);
    }
    expect(output).toContain('--file mail.eml');
    expect(output).toMatch(/--name +Name \[Nora Pohl\]/);
  });

  it('does what is named, with what is given and the rest as suggested', async () => {
    const { code, output } = await command('telegram', 'message', '--from', '4711', '--name', 'Pia Command');
    expect({ code, output }).toEqual({
      code: 0,
      output: 'Accepted:\n200  POST /webhooks/telegram/support-telegram\n',
    });
    await expect.poll(customerNames, { timeout: 10_000 }).toContain('Pia Command');
  });

  it('still sends texts and mails', async () => {
    const text = await command('twilio-sms', '--from', '+15550104711', '--text', 'Hello');
    const mail = await command('email', '--from', 'pia@customers.example', '--text', 'Hello', '--subject', 'Mine');
    expect([text, mail]).toEqual([
      { code: 0, output: 'Accepted.\n' },
      { code: 0, output: 'Accepted.\n' },
    ]);
    await expect
      .poll(customerNames, { timeout: 10_000 })
      .toEqual(expect.arrayContaining(['+15550104711', 'pia@customers.example']));
  });

  it.each([
    ['a provider', ['pigeon'], /no provider "pigeon"; there are email, twilio-sms, .*telegram/],
    ['an action', ['telegram', 'sing'], /telegram has no "sing"; it has:[\s\S]*Send a picture/],
    ['a field', ['telegram', 'message', '--volume', '3'], /'--volume'[\s\S]*telegram has:[\s\S]*--from/],
    ['nothing', [], /Usage:/],
  ])('answers %s that is not known with what there is', async (_, args, expected) => {
    const { code, output } = await command(...args);
    expect(code).toBe(1);
    expect(output).toMatch(expected);
  });
});

describe('the simulator in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
  });
  afterEach(() => context.close());
  const open = async (hash = '') => {
    await page.goto(`${system.url}/simulator${hash}`);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.locator('#form button').waitFor();
  };
  const channels = () => page.getByRole('navigation', { name: 'Channels' });

  it('offers every channel, mail and texts first, and finds one by name', async () => {
    await open();
    expect(await channels().getByRole('link').count()).toBe(localChannels.length + 2);
    expect(await channels().getByRole('link').first().textContent()).toBe('Text message');
    await page.getByRole('searchbox', { name: 'Find a channel' }).fill('telegr');
    await expect.poll(() => channels().getByRole('link').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Telegram' }).waitFor();
  });

  it('sends as a customer by keyboard alone, and shows how each webhook was answered', async () => {
    await open('#telegram');
    await channels().getByRole('link', { name: 'Telegram' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'X', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Telegram' }).waitFor();
    await page.getByLabel('Name').fill('Kim Keyboard');
    await page.getByLabel('Telegram id').fill('4712');
    await page.keyboard.press('Enter');
    await page.locator('#answers').getByText('POST /webhooks/telegram/support-telegram').waitFor();
    await page.getByRole('status').getByText('Sent; look at the console.').waitFor();
    await expect.poll(customerNames, { timeout: 10_000 }).toContain('Kim Keyboard');
  });

  it('keeps what was typed from one action of a channel to the next', async () => {
    await open('#telegram/message');
    await page.getByLabel('Name').fill('Toni Typed');
    await page.getByRole('link', { name: 'Send a picture' }).click();
    await page.getByRole('button', { name: 'Send a picture' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Toni Typed');
    expect(page.url()).toContain('#telegram/picture');
  });

  it('shows what customers got, by a filter', async () => {
    await simulated('viber', 'message');
    await expect
      .poll(async () => (await openConversations()).some(({ channel }) => channel === 'viber'), { timeout: 10_000 })
      .toBe(true);
    const conversation = (await openConversations()).find(({ channel }) => channel === 'viber');
    const { status } = await system.api('ada')({
      method: 'POST',
      path: `/v1/conversations/${conversation?.id}/replies`,
      body: { text: 'It is on its way.', lastSeenEventId: conversation?.lastMessage?.eventId },
    });
    expect(status).toBe(201);
    await open();
    const got = page.locator('#sent');
    await got.getByText('It is on its way.').waitFor();
    await page.getByRole('searchbox', { name: 'Filter what customers got' }).fill('viber on its way');
    await expect.poll(() => got.getByRole('listitem').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Filter what customers got' }).fill('pigeon');
    await page.getByText('Nothing of that kind.').waitFor();
  });

  it('makes the providers fail, and says so for as long as they do', async () => {
    await open();
    const faults = page.getByLabel('Providers answer us');
    await faults.selectOption('429');
    await page.getByRole('status').getByText('From now on providers answer us 429 too many requests.').waitFor();
    await page.reload();
    await expect.poll(() => faults.inputValue()).toBe('429');
    await faults.selectOption('none');
    await page.getByRole('status').getByText('as they should').waitFor();
  });

  it('moves the clock', async () => {
    await open();
    const now = async () => Date.parse((await page.locator('#now').getAttribute('datetime')) ?? '');
    await expect.poll(now).toBeGreaterThan(0);
    const before = await now();
    await page.getByRole('button', { name: '+ 15 minutes' }).click();
    await expect.poll(now, { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 15 * 60_000);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await open('#meta-whatsapp');
    expect(await seriousFindings(page)).toEqual([]);
  });
});
