/** https://core.telegram.org/bots/api, Bot API 10.2, read 2026-11-22. It has no versions in its address. */
const api = 'https://api.telegram.org';

/** The address of a method. It holds the token: never put it into a log, an error or an answer. */
export const methodUrl = (botToken: string, method: string): string => `${api}/bot${botToken}/${method}`;

/** The address of a file, valid for at least an hour; it holds the token too. */
export const fileUrl = (botToken: string, path: string): string =>
  `${api}/file/bot${botToken}/${path.split('/').map(encodeURIComponent).join('/')}`;

export const telegramHost = 'api.telegram.org';

export const jsonRequest = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const answerWithinMs = 10_000;

/** Asks a method that sends nothing. Throws, without the address, when there is no JSON for an answer. */
export async function askTelegram(
  fetch: typeof globalThis.fetch,
  botToken: string,
  { method, body }: { readonly method: string; readonly body: unknown },
): Promise<unknown> {
  const response = await fetch(methodUrl(botToken, method), {
    ...jsonRequest(body),
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Telegram answered ${method} with HTTP ${response.status} and no JSON`);
  }
}
