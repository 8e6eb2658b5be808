import { createHash } from 'node:crypto';
import { type FormField, type FormSettings, ownFields } from './settings.ts';
import type { FieldProblem } from './submission.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for between tags and within quoted attributes. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}
label,legend{display:block;margin-top:1rem;font-weight:600}input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #767676;border-radius:.25rem}
input[type=checkbox]{width:auto;margin-right:.5rem}textarea{min-height:8rem}button{font:inherit;margin-top:1.5rem;padding:.6rem 1.2rem}
.problem{color:#b00020;margin:.25rem 0}@media(prefers-color-scheme:dark){.problem{color:#ff8a9a}}.trap{position:absolute;left:-200vw}
[role=alert]{border:2px solid currentColor;border-radius:.25rem;padding:.5rem 1rem}`;
const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

const scripts = {
  turnstile: { origin: 'https://challenges.cloudflare.com', path: '/turnstile/v0/api.js', element: 'cf-turnstile' },
  hcaptcha: { origin: 'https://js.hcaptcha.com', path: '/1/api.js', element: 'h-captcha' },
} as const;

/** Nothing runs on the page but the captcha it has; it may be framed by the pages that are allowed to. */
export function pagePolicy({ captcha, allowedOrigins, thanks }: FormSettings): string {
  const service = captcha && scripts[captcha.kind];
  const services =
    service && (captcha.kind === 'hcaptcha' ? 'https://hcaptcha.com https://*.hcaptcha.com' : service.origin);
  // Browsers hold the page that a sent form leads to against form-action too.
  const afterwards = thanks.redirect === undefined ? '' : ` ${new URL(thanks.redirect).origin}`;
  return [
    "default-src 'none'",
    `style-src ${styleHash}${captcha?.kind === 'hcaptcha' ? ` ${services}` : ''}`,
    `form-action 'self'${afterwards}`,
    `frame-ancestors ${["'self'", ...allowedOrigins].join(' ')}`,
    "base-uri 'none'",
    ...(service ? [`script-src ${services}`, `frame-src ${services}`, `connect-src ${services}`] : []),
  ].join('; ');
}

const page = ({ language, title }: FormSettings, body: string, head = ''): string => `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<style>${style}</style>${head}</head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`;

/** What a form is shown with: empty at first, and as it was filled in when something is wrong. */
export type Filled = {
  readonly token: string;
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly FieldProblem[];
  /** What is wrong with the form as a whole. */
  readonly trouble?: string | undefined;
};

/** The form as a page that needs no JavaScript, unless it has a captcha. */
export function formPage(settings: FormSettings, filled: Filled): string {
  const { captcha, fields, intro } = settings;
  const service = captcha && scripts[captcha.kind];
  const body = [
    ...(intro === undefined ? [] : [`<p>${escaped(intro)}</p>`]),
    summary(settings, filled),
    '<form method="post">',
    ...fields.map((field) => rendered(field, filled)),
    `<p class="trap" aria-hidden="true"><label for="${ownFields.trap}">Leave this empty</label><input id="${ownFields.trap}" name="${ownFields.trap}" tabindex="-1" autocomplete="off"></p>`,
    `<input type="hidden" name="${ownFields.token}" value="${escaped(filled.token)}">`,
    ...(service ? [`<div class="${service.element}" data-sitekey="${escaped(captcha.siteKey)}"></div>`] : []),
    '<button type="submit">Send</button>',
    '</form>',
  ];
  const head = service ? `<script src="${service.origin}${service.path}" async defer></script>` : '';
  return page(settings, body.join('\n'), head);
}

/** Shown when the form was sent. */
export const thanksPage = (settings: FormSettings): string =>
  page(settings, `<p role="status">${escaped(thanksOf(settings))}</p>`);

export const thanksOf = ({ thanks }: FormSettings): string =>
  thanks.text ?? 'Thank you. We have your message and answer by mail.';

function summary({ fields }: FormSettings, { problems, trouble }: Filled): string {
  if (problems.length === 0 && trouble === undefined) return '';
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const items = problems.map(
    ({ field, message }) =>
      `<li><a href="#field-${escaped(field)}">${escaped(labels.get(field) ?? field)}</a>: ${escaped(message)}</li>`,
  );
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
  return `<div role="alert"><p>${escaped(trouble ?? 'The form was not sent yet. Please correct:')}</p>${list}</div>`;
}

function rendered(field: FormField, { values, problems }: Filled): string {
  const { name, label, required } = field;
  const id = `field-${name}`;
  const problem = problems.find((one) => one.field === name)?.message;
  const said = problem === undefined ? '' : `<p class="problem" id="${id}-problem">${escaped(problem)}</p>`;
  const attributes = [
    `id="${id}" name="${escaped(name)}"`,
    required ? 'required' : '',
    problem === undefined ? '' : `aria-invalid="true" aria-describedby="${id}-problem"`,
  ].join(' ');
  const input = inputs[field.kind]({ attributes, field, value: values.get(name) ?? '' });
  const text = `${escaped(label)}${required ? '' : ' (optional)'}`;
  return field.kind === 'consent'
    ? `<label for="${id}">${input}${text}</label>${said}`
    : `<label for="${id}">${text}</label>${said}${input}`;
}

type Input = { readonly attributes: string; readonly field: FormField; readonly value: string };

const line =
  (type: string, completed: string) =>
  ({ attributes, value }: Input): string =>
    `<input type="${type}" ${attributes} value="${escaped(value)}"${completed === '' ? '' : ` autocomplete="${completed}"`}>`;

const inputs: Record<FormField['kind'], (input: Input) => string> = {
  text: (input) => line('text', input.field.name === 'name' ? 'name' : '')(input),
  email: line('email', 'email'),
  tel: line('tel', 'tel'),
  long: ({ attributes, value }) => `<textarea ${attributes}>\n${escaped(value)}</textarea>`,
  choice: ({ attributes, field, value }) => {
    const options = field.options.map(
      (option) => `<option${option === value ? ' selected' : ''}>${escaped(option)}</option>`,
    );
    return `<select ${attributes}><option value=""></option>${options.join('')}</select>`;
  },
  consent: ({ attributes, value }) => `<input type="checkbox" ${attributes}${value === '' ? '' : ' checked'}>`,
};
