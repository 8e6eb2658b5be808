import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Filled, formPage, pagePolicy, thanksOf, thanksPage } from '#adapters/channels/web-form/page.ts';
import type { FormSettings } from '#adapters/channels/web-form/settings.ts';
import type { FieldProblem } from '#adapters/channels/web-form/submission.ts';

export type HttpAnswer = APIGatewayProxyStructuredResultV2;

/** What one visitor is answered with: a page for a browser's form, JSON for a script's. */
export type Speaking = {
  readonly settings: FormSettings;
  readonly wantsJson: boolean;
  /** Who may read the answer, when the request came from a page of another origin. */
  readonly origin: string | undefined;
};

/** Why a form was not taken; `message` says it to the person. */
export type Trouble = {
  readonly status: number;
  readonly message: string;
  readonly problems?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
};

const shared = ({ origin }: Speaking): Record<string, string> => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  vary: 'origin, accept',
  ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
});

const page = (to: Speaking, status: number, body: string): HttpAnswer => ({
  statusCode: status,
  headers: {
    ...shared(to),
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(to.settings),
    // The page's own address tells nobody anything; without it the browser would hide the origin from us too.
    'referrer-policy': 'same-origin',
  },
  body,
});

const json = (to: Speaking, status: number, body: unknown): HttpAnswer => ({
  statusCode: status,
  headers: { ...shared(to), 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  body: JSON.stringify(body),
});

/** The form itself, or all that a page of one's own needs to show it. */
export function shown(to: Speaking, token: string): HttpAnswer {
  if (!to.wantsJson) return page(to, 200, formPage(to.settings, { token, values: new Map(), problems: [] }));
  const { title, intro, fields, captcha, language } = to.settings;
  return json(to, 200, { title, intro, fields, captcha, language, token });
}

export function thanked(to: Speaking): HttpAnswer {
  const { redirect } = to.settings.thanks;
  if (to.wantsJson) return json(to, 202, { message: thanksOf(to.settings), ...(redirect ? { redirect } : {}) });
  if (redirect === undefined) return page(to, 200, thanksPage(to.settings));
  return { statusCode: 303, headers: { ...shared(to), location: redirect }, body: '' };
}

/** The form once more, filled in as it was, with what is wrong; a script gets problem details (RFC 9457) and a token. */
export function notTaken(to: Speaking, trouble: Trouble, filled: Omit<Filled, 'problems' | 'trouble'>): HttpAnswer {
  const { status, message, problems = [], retryAfterSeconds } = trouble;
  const body = {
    type: 'about:blank',
    title: 'Not sent',
    status,
    detail: message,
    errors: problems,
    token: filled.token,
  };
  const answer = to.wantsJson
    ? json(to, status, body)
    : page(to, status, formPage(to.settings, { ...filled, problems, trouble: message }));
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { ...answer, headers: { ...answer.headers, ...wait } };
}

/** Says to a browser that a page of another origin may send the form. */
export const preflight = (to: Speaking): HttpAnswer => ({
  statusCode: to.origin === undefined ? 403 : 204,
  headers: {
    ...shared(to),
    ...(to.origin === undefined
      ? {}
      : {
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'content-type, accept',
          'access-control-max-age': '600',
        }),
  },
  body: '',
});

/** One sentence, for somebody who is shown nothing else. */
export const sentence = (statusCode: number, body: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: `${body}\n`,
});
