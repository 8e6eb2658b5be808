import { Refusal } from '#domain/kernel/refusal.ts';
import type { Hostile, Verdict } from '../contract.ts';
import { aForm, type FormSent, filledIn } from './a-form.ts';

const whole = new URLSearchParams(filledIn).toString();
const boundary = '----hostile';
const part = `--${boundary}\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\nx\r\n`;

type Trial = readonly [name: string, expects: Verdict['outcome'], make: () => FormSent];

const many = (count: number, one: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join('&');

const trials: readonly Trial[] = [
  ['a form as it should be', 'stored', () => ({ body: whole })],
  ['a form of 10 MB', 'refused', () => ({ body: `message=${'a'.repeat(10_000_000)}` })],
  ['a million fields', 'refused', () => ({ body: many(1_000_000, (at) => `f${at}=`) })],
  ['20,000 fields within the limit', 'refused', () => ({ body: many(20_000, () => 'f=1') })],
  ['20,000 fields behind a whole form', 'stored', () => ({ body: `${whole}&${many(20_000, () => 'f=1')}` })],
  [
    'every field 500 times',
    'stored',
    () => ({
      body: Array.from({ length: 300 }, () => whole)
        .join('&')
        .slice(0, 100_000)
        .replace(/&[^&]*$/, ''),
    }),
  ],
  ['120 kB of percent signs', 'refused', () => ({ body: '%'.repeat(120_000) })],
  ['120 kB of broken escapes', 'refused', () => ({ body: '%E0%A4%A'.repeat(15_000) })],
  ['120 kB of ampersands', 'refused', () => ({ body: '&'.repeat(120_000) })],
  ['a body that is base64 of 10 MB', 'refused', () => ({ body: Buffer.alloc(7_500_000, 'a').toString('base64') })],
  [
    'a multipart body of 100,000 parts',
    'refused',
    () => ({ body: part.repeat(100_000), contentType: `multipart/form-data; boundary=${boundary}` }),
  ],
  [
    'a multipart body within multipart bodies',
    'refused',
    () => ({ body: part.repeat(1000), contentType: 'multipart/mixed; boundary=a; boundary=b' }),
  ],
  [
    'a content type of 8 kB',
    'refused',
    () => ({ body: whole, contentType: `application/x-www-form-urlencode; ${'a='.repeat(4000)}` }),
  ],
  [
    'XML in place of a form',
    'refused',
    () => ({ body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', contentType: 'text/xml' }),
  ],
  [
    'names that reach a prototype',
    'stored',
    () => ({ body: `__proto__=x&constructor=y&toString=z&hasOwnProperty=w&${whole}` }),
  ],
  ['a choice named __proto__', 'refused', () => ({ body: whole.replace('An+invoice', '__proto__') })],
  ['a choice named constructor', 'refused', () => ({ body: whole.replace('An+invoice', 'constructor') })],
  [
    'JSON with names that reach a prototype',
    'stored',
    () => ({
      body: JSON.stringify(filledIn).replace('{', '{"__proto__":{"isAdmin":true},'),
      contentType: 'application/json',
    }),
  ],
  [
    'JSON of 20,000 nested arrays',
    'refused',
    () => ({ body: '['.repeat(20_000) + ']'.repeat(20_000), contentType: 'application/json' }),
  ],
  ['10,000 query parameters', 'stored', () => ({ body: whole, query: many(10_000, (at) => `q${at}=1`) })],
  ['10,000 cookies', 'stored', () => ({ body: whole, cookies: Array.from({ length: 10_000 }, (_, at) => `c${at}=1`) })],
  [
    'a token of another form',
    'refused',
    () => ({ body: whole.replace(/form_token=[^&]*/, 'form_token=0.aaaaaaaa.00000000000000000000000000000000') }),
  ],
  [
    'a token of 100 kB',
    'refused',
    () => ({ body: `${whole}&form_token=${'a'.repeat(100_000)}`.replace(/form_token=[^&]*&?/, '') }),
  ],
  ['the trap filled in', 'ignored', () => ({ body: `${whole}&contact_me_by_fax=1` })],
  ['a page that may not send it', 'refused', () => ({ body: whole, headers: { origin: 'https://evil.example' } })],
  ['an origin of null', 'refused', () => ({ body: whole, headers: { origin: 'null' } })],
  ['line breaks in the mail address', 'refused', () => ({ body: whole.replace('grace%40', 'grace%0d%0abcc%3a%20') })],
  [
    'a message of lone surrogates',
    'stored',
    () => ({ body: JSON.stringify({ ...filledIn, message: '\ud800\udfff\ud800' }), contentType: 'application/json' }),
  ],
];

function caseOf([name, expects, make]: Trial): Hostile {
  let sent: FormSent | undefined;
  return {
    group: 'forms',
    name,
    expects,
    prepare: async () => {
      sent = make();
    },
    run: async () => {
      const { enqueued, send } = aForm();
      try {
        const { statusCode = 0 } = await send(sent ?? { body: '' });
        if (statusCode >= 500) throw new Error(`HTTP ${statusCode}`);
        const outcome = statusCode >= 400 ? 'refused' : enqueued.length > 0 ? 'stored' : 'ignored';
        return { outcome, reason: `HTTP ${statusCode}, ${enqueued.length} in the SQS queue` };
      } catch (error) {
        if (error instanceof Refusal) return { outcome: 'refused', reason: error.kind };
        throw error;
      }
    },
    cleanUp: async () => {
      sent = undefined;
    },
  };
}

export const formCases: readonly Hostile[] = trials.map(caseOf);
