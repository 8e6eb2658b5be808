import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { buildConsole } from './support/built-console.ts';
import { type FakeServer, startFakeServer } from './support/fake-server.ts';

describe('a conversation over many channels', { timeout: 60_000 }, () => {
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
  beforeEach(async () => {
    complaints = [];
    server = await startFakeServer(folder);
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    expect(complaints).toEqual([]);
  });

  const open = async (name: RegExp, colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
    context = await browser.newContext({
      viewport: { width: 1440, height: 1000 },
      colorScheme,
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
    await page.getByRole('option', { name }).click();
    await page.getByRole('log').waitFor();
  };
  const noor = /Noor Haddad/;
  const log = () => page.getByRole('log');
  const reply = () => page.getByRole('textbox', { name: 'Reply' });
  const send = () => page.getByRole('button', { name: /^Send(?! and)/ });
  const ways = () => page.getByRole('button', { name: /Answer another way/ });
  const bodiesOf = (end: string) => server.changes.filter(({ path }) => path.endsWith(end)).map(({ body }) => body);

  it('shows what is neither text nor file, and follows only safe links', async () => {
    await open(noor);
    await log().getByText('Alexanderplatz 1, Berlin').waitFor();
    const map = log().getByRole('link', { name: /on the map/ });
    expect(await map.getAttribute('href')).toContain('52.52008');
    expect(await map.getAttribute('rel')).toContain('noreferrer');
    for (const text of ['Karim Haddad', 'Report a damage', '2 stars of 5', 'poll_creation', 'Came by an advertisement'])
      await log().getByText(text).first().waitFor();
    expect(await log().getByRole('definition').first().textContent()).toBe('88131');
    expect(
      await log()
        .getByRole('link', { name: /unsafe\.example/ })
        .count(),
    ).toBe(0);
    await log().getByText('http://unsafe.example/oak').waitFor();
  });

  it('folds what became of a message into it', async () => {
    await open(noor);
    const edited = log().getByRole('article').filter({ hasText: 'The front right one, sorry' });
    expect(await edited.getByText('The front left one').isVisible()).toBe(false);
    await edited.getByText('how it read before').click();
    await edited.getByText('The front left one').waitFor();
    await log().getByText('The customer unsent this message').waitFor();
    expect(await log().getByText('4111').count()).toBe(0);
    expect(await log().getByRole('list', { name: 'Reactions' }).getByRole('listitem').count()).toBe(1);
    const call = log().getByRole('region', { name: 'Call from the customer' });
    await call.getByText('Left a voice message').waitFor();
    expect(await call.getByText('Nobody answered').count()).toBe(0);
    await log().getByText('Transcript').click();
    await log().getByText('Please call me back about the chair.', { exact: false }).waitFor();
  });

  it('plays a recording through a link asked for at that moment', async () => {
    await open(noor);
    expect(server.requests.some((path) => path.includes('/attachments/'))).toBe(false);
    await page.getByRole('button', { name: /Play recording\.mp3/ }).click();
    await page.locator('audio[aria-label="recording.mp3"]').waitFor();
    expect(server.requests).toContain('/v1/conversations/cv-2000/attachments/rec-1');
  });

  it('tells what happened besides, with the way to the other conversation', async () => {
    await open(noor);
    for (const text of ['Answered outside Parley', 'Visit, entered by hand', 'Wants no advertising by WhatsApp'])
      await log().getByText(text).first().waitFor();
    await log().getByText('Came by phone: the number is the one of this customer').waitFor();
    const links = log().getByRole('link', { name: 'Open the other one' });
    expect(await links.first().getAttribute('href')).toBe('/inbox/open/cv-1004');
    expect(await links.last().getAttribute('href')).toBe('/inbox/open/cv-1006');
  });

  it('leads from a quote to what is quoted', async () => {
    await open(noor);
    await page.getByRole('button', { name: /In answer to/ }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Could you tell me which leg?');
  });

  it('keeps a task in sight until it is done', async () => {
    await open(noor);
    const tasks = page.getByRole('list', { name: 'Open tasks' });
    expect(await tasks.getByRole('link').getAttribute('href')).toBe('tel:+4915112345678');
    await tasks.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => tasks.count()).toBe(0);
    expect(bodiesOf('/tasks/task-1/done')).toHaveLength(1);
    await log().getByText('Call back: done').waitFor();
  });

  it('asks a person whether a doubtful message arrived', async () => {
    await open(noor);
    await page.getByRole('button', { name: 'It was not sent' }).click();
    await expect.poll(() => bodiesOf('/messages/wd-0-out/settle')).toEqual([{ was: 'not-sent' }]);
    await log().getByText('Not sent').first().waitFor();
    expect(await page.getByRole('button', { name: 'It arrived' }).count()).toBe(0);
  });

  it('answers the way the customer wrote, unless another one is chosen', async () => {
    await open(noor);
    await page.getByText(/^Anything until/).waitFor();
    await reply().fill('By the usual way');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => bodiesOf('/replies').length).toBe(1);
    expect(bodiesOf('/replies')[0]).not.toHaveProperty('via');
    await ways().click();
    const messenger = page.getByRole('menuitemradio', { name: /Messenger/ });
    expect(await messenger.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('The customer has to write first').waitFor();
    await page.getByRole('menuitemradio', { name: /Text message/ }).click();
    await page.getByText('0 segments', { exact: false }).waitFor();
    await reply().fill('By text message');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => bodiesOf('/replies').length).toBe(2);
    expect(bodiesOf('/replies')[1]).toMatchObject({ via: { connectionId: 'main-number', to: '+4915112345678' } });
  });

  it('says into how many messages a long answer is split', async () => {
    await open(noor);
    await reply().fill('Here is your answer. '.repeat(230));
    await page.getByText('Sent as 2 messages', { exact: false }).waitFor();
  });

  it('takes a template, and nothing else, once the window is closed', async () => {
    await open(/Ruben Vega/);
    await page.getByText(/Window closed since .*: choose a template/).waitFor();
    expect(await reply().count()).toBe(0);
    await page.getByLabel('Template').selectOption('key-ready');
    await page.getByLabel('For {{name}}').fill('Ruben');
    expect(await send().isDisabled()).toBe(true);
    await page.getByLabel('For {{2}}').fill('14');
    await page.getByText('Hello Ruben, your key for locker 14 is ready.', { exact: false }).waitFor();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => bodiesOf('/replies').length).toBe(1);
    const template = { id: 'key-ready', variables: { name: 'Ruben', '2': '14' } };
    expect(bodiesOf('/replies')[0]).toMatchObject({ text: '', template });
  });

  it('uploads files first and sends them along, but none that the channel refuses', async () => {
    await open(noor);
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    const files = [
      { name: 'label.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
      { name: 'clip.mov', mimeType: 'video/quicktime', buffer: Buffer.from('x') },
    ];
    await page.getByLabel('Files to attach').setInputFiles(files);
    await page.getByRole('alert').getByText('“clip.mov” cannot be sent by WhatsApp', { exact: false }).waitFor();
    await expect.poll(() => server.uploads.length).toBe(1);
    const [upload = ''] = server.uploads;
    expect(upload.indexOf('name="key"')).toBeLessThan(upload.indexOf('name="file"'));
    expect(bodiesOf('/uploads')).toEqual([{ bytes: 8, contentType: 'application/pdf' }]);
    await reply().fill('Your label');
    expect(await send().isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Remove clip.mov' }).click();
    await page.getByText('Sent as 2 messages', { exact: false }).waitFor();
    await send().click();
    await expect.poll(() => bodiesOf('/replies').length).toBe(1);
    const attachments = [{ uploadId: 'upload-1234567890', fileName: 'label.pdf' }];
    expect(bodiesOf('/replies')[0]).toMatchObject({ text: 'Your label', attachments });
    await expect.poll(() => page.getByRole('list', { name: 'Files that go along' }).count()).toBe(0);
  });

  it('attaches what is pasted', async () => {
    await open(noor);
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    await reply().evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['picture'], 'shot.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.getByRole('button', { name: 'Remove shot.png' }).waitFor();
    await expect.poll(() => server.uploads.length).toBe(1);
  });

  it('warns that everybody reads a public answer, and stops one that is too long', async () => {
    await open(/Tess M\./);
    await page.getByText('Everybody can read this answer.').waitFor();
    await reply().fill('x'.repeat(353));
    await page.getByText('3 characters too many: at most 350.').waitFor();
    expect(await page.getByRole('button', { name: /Send publicly/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    expect(bodiesOf('/replies')).toEqual([]);
  });

  it('says to call back who can only be called', async () => {
    await open(/\+41 79 555 01 02/);
    const composer = page.getByRole('region', { name: 'Write a reply' });
    await composer.getByText('This customer can only be reached by phone.', { exact: false }).waitFor();
    expect(await reply().count()).toBe(0);
    expect(await composer.getByRole('link').getAttribute('href')).toBe('tel:+41795550102');
  });

  it.each(['light', 'dark'] as const)('has nothing serious for axe to find in the %s theme', async (colorScheme) => {
    await open(noor, colorScheme);
    await log().getByText('Left a voice message', { exact: true }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await ways().click();
    await page.getByRole('menu').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const name of [/Ruben Vega/, /Tess M\./, /\+41 79 555 01 02/]) {
      await page.getByRole('option', { name }).click();
      await ways().waitFor();
      expect(await seriousFindings(page), String(name)).toEqual([]);
    }
  });
});
