import type { Check } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import type { TwilioCredentials } from './credentials.ts';
import { basicAuth } from './credentials.ts';
import { twilioApi } from './send-message.ts';

const answerWithinMs = 10_000;

export type Asked = {
  readonly url: string;
  /** @default the account with its token: an API key may not see the account's own settings */
  readonly authorization?: string;
  /** Changes something in place of reading it. */
  readonly change?: { readonly form: Readonly<Record<string, string>> } | { readonly json: unknown };
};

/** Asks Twilio's REST API about our own account. What is not an answer of Twilio's is `undefined`. */
export async function askTwilio(
  { fetch }: Pick<ManagingNeeds, 'fetch'>,
  { accountSid, authTokens }: TwilioCredentials,
  { url, authorization, change }: Asked,
): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
  const token = basicAuth({ accountSid, authTokens });
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
      ...(change ? { method: 'POST' } : {}),
      headers: { authorization: authorization ?? token, accept: 'application/json', ...typeOf(change) },
      ...(change
        ? { body: 'form' in change ? new URLSearchParams(change.form).toString() : JSON.stringify(change.json) }
        : {}),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}

const typeOf = (change: Asked['change']): Record<string, string> => {
  if (!change) return {};
  return { 'content-type': 'form' in change ? 'application/x-www-form-urlencoded' : 'application/json' };
};

/** Do the credentials work, for the account and for sending? */
export async function checkTwilioAccount(needs: ManagingNeeds, credentials: TwilioCredentials): Promise<Check[]> {
  const account = `${twilioApi}/Accounts/${credentials.accountSid}`;
  const answer = await askTwilio(needs, credentials, { url: `${account}.json` });
  const state = stateOf(answer);
  const checks: Check[] = [{ name: 'Twilio account', ok: state === 'active', detail: wordsFor(state) }];
  if (!credentials.apiKeySid) return checks;
  const authorization = basicAuth(credentials);
  const sent = await askTwilio(needs, credentials, { url: `${account}/Messages.json?PageSize=1`, authorization });
  const ok = sent?.status === 200;
  const detail = ok ? 'The API key may read and send messages.' : 'Twilio does not accept the API key. Make a new one.';
  return [...checks, { name: 'Twilio API key', ok, detail }];
}

function stateOf(answer: Awaited<ReturnType<typeof askTwilio>>): string {
  if (!answer) return 'unreachable';
  if (answer.status !== 200) return 'refused';
  const { body } = answer;
  return typeof body === 'object' && body !== null && 'status' in body ? String(body.status) : 'unreadable';
}

const sentences: Readonly<Record<string, string>> = {
  active: 'The account SID and the auth token work.',
  refused: 'Twilio does not accept the account SID with the first auth token. Check both.',
  unreachable: 'Twilio gave no answer. Try again later.',
  suspended: 'The account is suspended. Settle it with Twilio.',
  closed: 'The account is closed.',
};
const wordsFor = (state: string): string => sentences[state] ?? 'Twilio answered something that is not known here.';

/** Is this address, as set at Twilio, that of our webhook? A fragment has Twilio's own settings about retries. */
export const isSameWebhook = (set: string | undefined | null, wanted: string): boolean => set?.split('#')[0] === wanted;

/** What an administrator reads about a webhook that was looked at, or set. */
export const webhookCheck = (ok: boolean, detail: string): Check => ({ name: 'Webhook', ok, detail });
