import AxeBuilder from '@axe-core/playwright';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

/** These would switch off what is tested: the content security policy, and tabs of their own. */
const unwanted = ['--single-process', '--disable-web-security', '--no-zygote'];

/** A Chromium that comes inside an npm package. */
export const launchChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((arg) => !unwanted.includes(arg)), '--no-zygote'],
    headless: true,
  });

/** What axe finds that would keep somebody from using the page. It cannot run inside the frame of a mail, where nothing can. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/**
 * What the server answers to a page, changed on its way there.
 *
 * Asked from here: an answer had with `route.fetch` is gone with its page, which fails whatever test runs then.
 */
export async function changeAnswers<Answer>(
  page: Page,
  url: RegExp,
  change: (answer: Answer) => Answer,
): Promise<void> {
  await page.route(url, async (route) => {
    const request = route.request();
    const response = await fetch(request.url(), { headers: await request.allHeaders() });
    await route.fulfill({ status: response.status, json: change((await response.json()) as Answer) });
  });
}
