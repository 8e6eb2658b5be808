import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ShownMessages, StartedSession } from '#domain/chat/protocol.ts';
import type { ConversationDetail, ConversationPage } from '#functions/agent-api/contract.ts';
import { changeAnswers } from '#test/support/chromium.ts';
import { hostileMarkup as all, type Watched, watched } from './support/canary.ts';
import { consoleInChromium } from './support/console-in-chromium.ts';

const triggersWithinMs = 500;

type Events = ConversationDetail['events'];
type Received = Extract<Events[number], { type: 'MessageReceived' }>;

/** A message with the vector in every place where its sender chooses the words. */
function messageWith(vector: string, sample: Received, position: number): Received {
  const attachment = { id: `f-${position}`, fileName: vector, contentType: 'image/svg+xml', bytes: 1, key: 'k' };
  const parts: Received['message']['parts'] = [
    { kind: 'location', latitude: 1, longitude: 1, name: vector, address: vector },
    { kind: 'contact', name: vector, phones: [vector], emails: [`${vector} `] },
    { kind: 'choice', title: vector },
    { kind: 'answers', fields: [{ name: vector, value: vector }] },
    { kind: 'reference', what: 'story', title: vector, url: vector },
    { kind: 'sticker', emoji: vector, name: vector },
    { kind: 'rating', stars: 1, about: vector },
    { kind: 'unsupported', type: vector },
  ];
  const { htmlKey: _html, ...message } = sample.message;
  const said = { text: vector, subject: vector, sender: { ...message.sender, name: vector } };
  return { ...sample, id: `vector-${position}`, message: { ...message, ...said, attachments: [attachment], parts } };
}

function detailWith(detail: ConversationDetail, some: readonly string[]): ConversationDetail {
  const sample = detail.events.find((event): event is Received => event.type === 'MessageReceived');
  if (!sample) throw new Error('the sample has no message');
  const [first = ''] = some;
  return {
    ...detail,
    conversation: { ...detail.conversation, subject: first, customerName: first },
    customer: { ...detail.customer, name: first },
    events: some.map((vector, position) => messageWith(vector, sample, position)),
  };
}

const pageWith = (page: ConversationPage, some: readonly string[]): ConversationPage => ({
  ...page,
  items: page.items.map((row, position) => {
    const words = some[position % some.length] ?? '';
    const lastMessage = row.lastMessage && { ...row.lastMessage, preview: words };
    return { ...row, customerName: words, subject: words, ...(lastMessage && { lastMessage }) };
  }),
});

/** As many as the console shows of a conversation without being asked for earlier ones. */
const shownAtOnce = 60;

/** Which of them are nowhere on the page as words. */
const missingOn = (page: Page, some: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(`${JSON.stringify(some)}.filter((words) => !document.body.textContent.includes(words))`);

/** Links that would run something, had somebody clicked them. */
const tellScriptLinks = `for (const link of document.querySelectorAll('a'))
  if (/^javascript|^data|^vbscript/i.test(link.protocol)) canary(1);`;

async function nothingHappened(page: Page, { executed, asked }: Watched): Promise<void> {
  await page.evaluate(tellScriptLinks);
  await page.waitForTimeout(triggersWithinMs);
  expect(executed).toStrictEqual([]);
  expect(asked).toStrictEqual([]);
}

describe(`markup in words that are not markup: ${all.length} vectors`, { timeout: 180_000 }, () => {
  const running = consoleInChromium();

  it('stays words in the console: texts, subjects, names, files, places, forms, answers', async () => {
    const context = await running().browser.newContext({ reducedMotion: 'reduce' });
    const seen = await watched(context);
    const page = await context.newPage();
    let some: readonly string[] = [];
    await changeAnswers(page, /\/v1\/conversations\/cv-1000$/, (detail: ConversationDetail) =>
      detailWith(detail, some),
    );
    await changeAnswers(page, /\/v1\/conversations\?/, (list: ConversationPage) => pageWith(list, some));
    for (let first = 0; first < all.length; first += shownAtOnce) {
      some = all.slice(first, first + shownAtOnce);
      await page.goto(`${running().server.origin}/inbox/mine/cv-1000`);
      if (first === 0) await page.getByRole('button', { name: 'Sign in' }).click();
      await expect.poll(() => missingOn(page, some), { timeout: 30_000 }).toStrictEqual([]);
      await nothingHappened(page, seen);
    }
    await context.close();
  });

  it('stays words on the chat page: what agents and visitors write, names of files, greeting and questions', async () => {
    const context = await running().browser.newContext({ reducedMotion: 'reduce' });
    const seen = await watched(context);
    await serveChat(context);
    const page = await context.newPage();
    await page.goto(`${shop}/chat`);
    await expect.poll(() => missingOn(page, all), { timeout: 30_000 }).toStrictEqual([]);
    await nothingHappened(page, seen);
    await context.close();
  });
});

const shop = 'https://shop.example';
const chatFolder = fileURLToPath(new URL('../../web/chat/', import.meta.url));

const session = {
  sessionId: 's',
  token: 't',
  expiresAt: '2030-01-01T00:00:00.000Z',
  socketUrl: 'wss://nowhere.invalid',
  open: false,
  greeting: all[0],
  offlineForm: { note: all[0], fields: all.map((label, position) => ({ name: `q${position}`, label })) },
  files: { maxBytes: 1, types: [] },
  visitor: { signedIn: false },
  seq: 1,
} satisfies StartedSession;

const messages = {
  messages: all.map((words, position) => ({
    id: `m-${position}`,
    from: position % 2 === 0 ? 'agent' : 'visitor',
    name: words,
    text: words,
    at: '2026-11-22T09:00:00.000Z',
    seq: position + 1,
    files: [{ fileName: words, contentType: 'text/html', bytes: 1, url: `${shop}/file` }],
  })),
  seq: all.length,
  pollSeconds: 5,
} satisfies ShownMessages;

/** The chat page with a chat API that tells hostile things. */
async function serveChat(context: BrowserContext): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [`${chatFolder}page.ts`],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  const html = await readFile(`${chatFolder}index.html`, 'utf8');
  await context.route(`${shop}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/chat') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname === '/chat/page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname.endsWith('/sessions')) return route.fulfill({ json: session });
    if (pathname.endsWith('/messages')) return route.fulfill({ json: messages });
    return route.fulfill({ status: 404, json: {} });
  });
}
