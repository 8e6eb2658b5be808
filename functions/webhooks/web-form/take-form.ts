import { createHmac } from 'node:crypto';
import { askCaptcha, type CaptchaVerdict, captchaField } from '#adapters/channels/web-form/captcha.ts';
import type { WebFormCredentials } from '#adapters/channels/web-form/credentials.ts';
import { shownIn } from '#adapters/channels/web-form/form-token.ts';
import { type FormSettings, ownFields } from '#adapters/channels/web-form/settings.ts';
import { checkSubmission, emailOf, type FormAnswer } from '#adapters/channels/web-form/submission.ts';
import type { CountOne } from '#adapters/dynamodb/rate-limit-store.ts';
import type { Clock } from '#domain/kernel/clock.ts';
import type { IdFrom } from '#domain/kernel/ids.ts';
import { networkOf } from '#domain/kernel/network-address.ts';
import type { Trouble } from './answers.ts';

export type TakingNeeds = {
  readonly countOne: CountOne;
  readonly fetch: typeof fetch;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

/** A form that was sent to us. */
export type Sent = {
  readonly connectionId: string;
  readonly settings: FormSettings;
  readonly credentials: WebFormCredentials;
  readonly values: ReadonlyMap<string, string>;
  readonly ip: string;
  readonly requestId: string;
};

export type Taken =
  | { readonly kind: 'taken'; readonly submissionId: string; readonly answers: readonly FormAnswer[] }
  /** Sent by a program that filled in what people do not see. It is thanked and forgotten. */
  | { readonly kind: 'trapped' }
  | { readonly kind: 'not-taken'; readonly trouble: Trouble };

const openForMs = 12 * 3_600_000;
const hourSeconds = 3600;

const notTaken = (status: number, message: string): Taken => ({ kind: 'not-taken', trouble: { status, message } });

/** Looks at a form from the cheapest question to the dearest: trap, time, address, fields, captcha, mail address. */
export async function takeForm(needs: TakingNeeds, sent: Sent): Promise<Taken> {
  if ((sent.values.get(ownFields.trap) ?? '') !== '') return { kind: 'trapped' };
  const wait = await waitOf(needs, sent, { what: 'ip', value: networkOf(sent.ip), most: sent.settings.perIpPerHour });
  const early = whyTooEarly(needs, sent) ?? wait;
  if (early) return { kind: 'not-taken', trouble: early };
  const checked = checkSubmission(sent.settings.fields, sent.values);
  if ('problems' in checked) {
    const message = 'The form was not sent yet. Please correct what is marked.';
    return { kind: 'not-taken', trouble: { status: 422, message, problems: checked.problems } };
  }
  const isPerson = await answeredCaptcha(needs, sent);
  if (isPerson !== 'human') return notTaken(...captchaTroubles[isPerson]);
  return counted(needs, sent, checked.answers);
}

async function counted(needs: TakingNeeds, sent: Sent, answers: readonly FormAnswer[]): Promise<Taken> {
  const value = emailOf(answers).toLowerCase();
  const trouble = await waitOf(needs, sent, { what: 'email', value, most: sent.settings.perEmailPerHour });
  if (trouble) return { kind: 'not-taken', trouble };
  return { kind: 'taken', submissionId: submissionIdOf(needs, sent, answers), answers };
}

/** A second click, or a page sent again, is the same submission: the showing of the form and what was written name it. */
function submissionIdOf({ idFrom }: TakingNeeds, sent: Sent, answers: readonly FormAnswer[]): string {
  const showing = shownFor(sent)?.nonce ?? sent.requestId;
  return idFrom('web-form', sent.connectionId, showing, ...answers.flatMap(({ name, value }) => [name, value]));
}

const shownFor = ({ connectionId, credentials, values }: Sent) =>
  shownIn(values.get(ownFields.token) ?? '', credentials.signingKeys, connectionId);

function whyTooEarly({ now }: TakingNeeds, sent: Sent): Trouble | undefined {
  const { minSeconds } = sent.settings;
  const at = shownFor(sent)?.at.getTime();
  if (at === undefined)
    return minSeconds === 0
      ? undefined
      : { status: 422, message: 'This form was not opened here. Please send it again.' };
  const openMs = now().getTime() - at;
  if (openMs > openForMs) return { status: 422, message: 'This form was open for a long time. Please send it again.' };
  if (openMs < minSeconds * 1000)
    return { status: 422, message: `That was very quick. Please wait ${minSeconds} seconds and send it again.` };
  return undefined;
}

type Counted = { readonly what: 'ip' | 'email'; readonly value: string; readonly most: number };

const tooMany = {
  ip: 'Too many forms were sent from your network. Please try again later, or write us a mail.',
  email: 'Too many forms were sent with this mail address. Please try again later.',
} as const;

/** Counted under a hash that changes every day, so that no address is kept. */
async function waitOf(needs: TakingNeeds, sent: Sent, { what, value, most }: Counted): Promise<Trouble | undefined> {
  const salt = `${sent.credentials.signingKeys[0] ?? ''}:${needs.now().toISOString().slice(0, 10)}`;
  const hash = createHmac('sha256', salt).update(`${what}:${value}`).digest('base64url');
  const limit = { key: `${sent.connectionId}#${what}#${hash}`, most, windowSeconds: hourSeconds };
  const seconds = await needs.countOne(limit);
  return seconds === undefined ? undefined : { status: 429, message: tooMany[what], retryAfterSeconds: seconds };
}

const captchaTroubles: Record<Exclude<CaptchaVerdict, 'human'>, readonly [number, string]> = {
  'not-human': [
    422,
    'The check that you are a person did not succeed. Please do it once more and send the form again.',
  ],
  unknown: [503, 'The check that you are a person does not answer. Please send the form again in a minute.'],
  misconfigured: [503, 'This form cannot check that you are a person. Please reach us another way.'],
};

async function answeredCaptcha(needs: TakingNeeds, { settings, credentials, values }: Sent): Promise<CaptchaVerdict> {
  if (settings.captcha === undefined) return 'human';
  if (credentials.captchaSecret === undefined) return 'misconfigured';
  const { kind } = settings.captcha;
  const response = values.get(captchaField(kind)) ?? '';
  return askCaptcha(needs.fetch, { kind, secret: credentials.captchaSecret, response });
}
