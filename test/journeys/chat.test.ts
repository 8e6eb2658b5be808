import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webChatLocal } from '#local/channels/web-chat.ts';
import { launchChromium, seriousFindings } from '#test/support/chromium.ts';
import { type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { deliveryOf, eventually, findRow, post, put, reply, whenConversation } from './journey.ts';

describe('a visitor at the chat page', { timeout: 60_000 }, () => {
  let system: LocalSystem;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    system = await startSystem();
    browser = await launchChromium();
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${system.url}/chat`);
    await page.getByText('Connected', { exact: true }).waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });

  const log = () => page.getByRole('log');

  it('is greeted, and finds nothing in the way, by day and by night', async () => {
    await page.getByText('Hello! What can we do for you?').waitFor();
    expect(await seriousFindings(page)).toStrictEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFindings(page)).toStrictEqual([]);
    await page.keyboard.press('Tab');
    expect(await page.getByRole('link', { name: /Skip/ }).evaluate((link) => link.matches(':focus'))).toBe(true);
  });

  it('writes with the keyboard alone, is answered, and the agent sees that it was read', async () => {
    await page.getByRole('textbox', { name: 'Your message' }).focus();
    await page.keyboard.type('Where is my parcel 88001?');
    await page.keyboard.press('Enter');
    await log().getByText('Where is my parcel 88001?').waitFor();

    const row = await findRow(system, 'parcel 88001');
    expect(row).toMatchObject({ channel: 'chat' });
    const seen = await whenConversation(system, row.id, ({ conversation }) => conversation.holder.kind === 'agent');
    expect((await reply(system, { by: 'maya', seen, text: 'It comes tomorrow.' })).status).toBe(201);

    await log().getByText('It comes tomorrow.').waitFor();
    expect(await seriousFindings(page)).toStrictEqual([]);
    await log()
      .getByText(/^Maya, /)
      .waitFor();
    await whenConversation(system, row.id, (detail) => deliveryOf(detail) === 'read');
  });

  it('sees the same after a reload, each message once, and no notes', async () => {
    const { id } = await findRow(system, 'parcel 88001');
    const note = { path: `/v1/conversations/${id}/notes`, body: { text: 'a difficult customer' } };
    expect((await post(system, 'maya', note)).status).toBe(201);
    await page.reload();
    await log().getByText('It comes tomorrow.').waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await log().getByRole('listitem').count()).toBe(2);
    expect(await page.content()).not.toContain('difficult');
  });

  it('sends a file, which the agent gets as what it is', async () => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await page
      .getByLabel(/A file/)
      .setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') });
    await page.getByRole('textbox', { name: 'Your message' }).fill('This is the label');
    await page.getByRole('button', { name: 'Send' }).click();
    const { id } = await findRow(system, 'This is the label');
    const detail = await whenConversation(system, id, ({ events }) =>
      events.some((event) => event.type === 'MessageReceived' && event.message.attachments.length > 0),
    );
    const [attachment] = detail.events.flatMap((event) =>
      event.type === 'MessageReceived' ? event.message.attachments : [],
    );
    expect(attachment).toMatchObject({ fileName: 'label.png', contentType: 'image/png' });
  });

  it('writes while the line is down, and it arrives once when it is up again', async () => {
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Your message' }).fill('Are you still there, parcel 88001?');
    await page.keyboard.press('Enter');
    await log().getByText('sending …').waitFor();
    await page.context().setOffline(false);
    const { id } = await findRow(system, 'Are you still there');
    await system.settled();
    const detail = await whenConversation(system, id, () => true);
    const times = detail.events.filter(
      (event) => event.type === 'MessageReceived' && event.message.text.includes('still there'),
    );
    expect(times).toHaveLength(1);
  });

  it('leaves a message while everybody is away, which is mail to the agents', async () => {
    const now = new Date((await system.state()).now);
    const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
    const inThreeDays = weekdays[(now.getUTCDay() + 3) % 7] ?? '';
    const weekly = { [inThreeDays]: [{ from: '09:00', to: '10:00' }] };
    const calendar = { name: 'Away', timeZone: 'UTC', weekly };
    expect((await put(system, 'ada', { path: '/v1/calendars/away', body: calendar })).status).toBe(200);
    const path = '/v1/connections/support-web-chat';
    const { id: _, ...connection } = webChatLocal.connection;
    const settings = { ...connection.settings, calendarId: 'away' };
    expect((await put(system, 'ada', { path, body: { ...connection, settings } })).status).toBe(200);

    const form = page.getByRole('button', { name: 'Leave the message' });
    // Functions remember connections for a few seconds.
    await eventually('the page shows the form', async () => {
      await page.reload();
      await page.getByText('Connected', { exact: true }).waitFor();
      return form.isVisible();
    });
    expect(await seriousFindings(page)).toStrictEqual([]);
    await page.getByLabel('Your name').fill('Ines Rocha');
    await page.getByLabel('Your mail address').fill('ines@customer.example');
    await page.getByLabel('Order number').fill('77120');
    await page.locator('#offline').getByLabel('Your message').fill('Please call about parcel 77120');
    await form.click();
    await page.getByText('Thank you. We answer by mail.').waitFor();
    expect(await findRow(system, 'parcel 77120')).toMatchObject({ channel: 'email', customerName: 'Ines Rocha' });
  });
});
