/** https://docs.slack.dev/apis/web-api, read 2026-11-22. It has no versions in its address. */
export const methodUrl = (method: string): string => `https://slack.com/api/${method}`;

/** Where files are kept and uploaded to. */
export const filesHost = 'files.slack.com';

const answerWithinMs = 10_000;

type Question = {
  readonly method: string;
  readonly fields?: Readonly<Record<string, string>>;
};

/** An answer of the Web API; its HTTP status is 200 when it refuses, too. */
export type SlackAnswer = { readonly body: unknown; readonly headers: Headers };

/** Asks a method that shows nothing to anybody. Throws when there is no JSON for an answer. */
export async function askSlack(
  fetch: typeof globalThis.fetch,
  botToken: string,
  { method, fields = {} }: Question,
): Promise<SlackAnswer> {
  const response = await fetch(methodUrl(method), {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const text = await response.text();
  try {
    return { body: JSON.parse(text), headers: response.headers };
  } catch {
    throw new Error(`Slack answered ${method} with HTTP ${response.status} and no JSON`);
  }
}
