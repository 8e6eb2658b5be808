import { describe, expect, it } from 'vitest';
import { askCaptcha } from '#adapters/channels/web-form/captcha.ts';
import { formToken, shownIn } from '#adapters/channels/web-form/form-token.ts';
import { createWebFormManager } from '#adapters/channels/web-form/manage-web-form.ts';
import { formPage, pagePolicy, thanksPage } from '#adapters/channels/web-form/page.ts';
import { createWebFormReader } from '#adapters/channels/web-form/read-web-form.ts';
import { createWebFormSender } from '#adapters/channels/web-form/send-web-form.ts';
import { $FormSettings } from '#adapters/channels/web-form/settings.ts';
import { checkSubmission } from '#adapters/channels/web-form/submission.ts';
import type { OutboundMessage } from '#domain/channels/delivery.ts';
import { webFormLocal } from '#local/channels/web-form.ts';
import { anAnswer, anEnvelope, json, needsFor } from '#test/adapters/channels/polled.ts';
import { aConnection, noon } from '#test/support/builders.ts';

const given = webFormLocal.connection.settings ?? {};
const settings = $FormSettings.parse(given);
const form = { ...webFormLocal.connection, id: 'contact' };
const key = 'k'.repeat(40);
const filledIn = {
  name: 'Grace Field',
  email: 'Grace@Customer.EXAMPLE',
  phone: '+1 (555) 010-0100',
  topic: 'An invoice',
  message: 'Dear all,\r\n\r\nmy invoice is wrong.',
  privacy: 'on',
};
const check = (values: object) => checkSubmission(settings.fields, new Map(Object.entries({ ...filledIn, ...values })));
const problemsOf = (values: object) => {
  const checked = check(values);
  return 'problems' in checked ? checked.problems : [];
};

describe('filling in a form', () => {
  it('is read field by field, without anything beside them', () => {
    const checked = check({ isAdmin: 'true' });
    expect('answers' in checked && checked.answers.map(({ name, value }) => [name, value])).toEqual([
      ['name', 'Grace Field'],
      ['email', 'Grace@customer.example'],
      ['phone', '+1 (555) 010-0100'],
      ['topic', 'An invoice'],
      ['message', 'Dear all,\n\nmy invoice is wrong.'],
      ['privacy', 'yes'],
    ]);
  });

  it('leaves no line break in what is one line: it may end up in a header', () => {
    const checked = check({ name: 'Grace\r\nBcc: all@example.com\u2028x' });
    expect('answers' in checked && checked.answers[0]?.value).toBe('Grace Bcc: all@example.com x');
  });

  it.each([
    ['email', ''],
    ['email', 'grace'],
    ['email', 'a@b.example, c@d.example'],
    ['email', 'a@b.example\nBcc: c@d.example'],
    ['phone', 'call me'],
    ['topic', ''],
    ['topic', 'Free money'],
    ['message', '   '],
    ['message', 'x'.repeat(20_001)],
    ['privacy', ''],
  ])('tells what is wrong with %s %j, and nothing of what was written', (field, value) => {
    const problems = problemsOf({ [field]: value });
    expect(problems).toEqual([{ field, message: expect.stringMatching(/^[A-Z].*\.$/) }]);
    if (value.trim().length > 3) expect(problems[0]?.message).not.toContain(value.trim());
  });

  it('may leave out what is optional', () => {
    expect(problemsOf({ name: '', phone: '' })).toEqual([]);
  });
});

describe('settings of a form', () => {
  const [first] = settings.fields;
  it.each([
    ['two fields of one name', { fields: [...settings.fields, first] }],
    ['no mail address', { fields: settings.fields.filter(({ kind }) => kind !== 'email') }],
    ['a mail address that is optional', { fields: [{ name: 'email', label: 'Mail', kind: 'email' }] }],
    ['a choice without options', { fields: [...settings.fields, { name: 'a', label: 'A', kind: 'choice' }] }],
    [
      'a field named as the trap',
      { fields: [...settings.fields, { name: 'contact_me_by_fax', label: 'A', kind: 'text' }] },
    ],
    ['thanks on the page of somebody else', { thanks: { redirect: 'https://evil.example/' } }],
    ['an origin with a path', { allowedOrigins: ['https://www.shop.example/contact'] }],
  ])('are refused with %s', (_, overrides) => {
    expect($FormSettings.safeParse({ ...given, ...overrides }).success).toBe(false);
  });
});

describe('the token of a form', () => {
  const shown = { at: new Date(noon), nonce: 'abcdefgh' };

  it('tells when it was shown, with the current key and the former one', () => {
    const token = formToken(key, 'contact', shown);
    expect(shownIn(token, ['n'.repeat(40), key], 'contact')).toEqual(shown);
  });

  it.each([
    ['of another form', formToken(key, 'other', shown)],
    ['of another key', formToken('x'.repeat(40), 'contact', shown)],
    ['made older', formToken(key, 'contact', shown).replace(/^\w+/, '1')],
    ['cut', formToken(key, 'contact', shown).slice(0, -1)],
    ['that is empty', ''],
  ])('tells nothing when it is one %s', (_, token) => {
    expect(shownIn(token, [key], 'contact')).toBeUndefined();
  });
});

describe('the page of a form', () => {
  const hostile = '"><script>alert(1)</script>\'&';
  const filled = {
    token: 't',
    values: new Map([
      ['name', hostile],
      ['message', `</textarea>${hostile}`],
    ]),
    problems: [],
  };

  it('has a label for each field, and says what is required', () => {
    const page = formPage(settings, { token: 't', values: new Map(), problems: [] });
    for (const { name } of settings.fields) {
      expect(page).toContain(`<label for="field-${name}"`);
      expect(page).toContain(`id="field-${name}"`);
    }
    expect(page).toMatch(/id="field-email" name="email" required/);
    expect(page).toContain('Phone (optional)');
    expect(page).not.toContain('<script');
    expect(page).toContain('<html lang="en">');
  });

  it('says what is wrong at the top and beside the field', () => {
    const page = formPage(settings, { ...filled, problems: [{ field: 'email', message: 'Enter a mail address.' }] });
    expect(page).toContain('role="alert"');
    expect(page).toContain('<a href="#field-email">Mail address</a>: Enter a mail address.');
    expect(page).toContain('aria-invalid="true" aria-describedby="field-email-problem"');
  });

  it('shows nothing unescaped, neither of visitors nor of settings', () => {
    const page = formPage({ ...settings, title: hostile, intro: hostile }, { ...filled, trouble: hostile });
    expect(page).not.toContain('<script');
    expect(page.match(/<\/textarea>/g)).toHaveLength(1);
    expect(thanksPage({ ...settings, thanks: { text: hostile } })).not.toContain('<script');
  });

  it('runs no script but that of its captcha', () => {
    expect(pagePolicy(settings)).toContain("default-src 'none'");
    expect(pagePolicy(settings)).not.toContain('script-src');
    expect(pagePolicy(settings)).toContain("frame-ancestors 'self' https://www.shop.example");
    const withCaptcha = { ...settings, captcha: { kind: 'turnstile' as const, siteKey: '1x00' } };
    expect(pagePolicy(withCaptcha)).toContain('script-src https://challenges.cloudflare.com');
    expect(formPage(withCaptcha, filled)).toContain('<div class="cf-turnstile" data-sitekey="1x00">');
  });
});

describe('asking a captcha', () => {
  const verdict = (body: unknown) =>
    askCaptcha(async () => json(body), { kind: 'turnstile', secret: 's', response: 'token' });

  it.each([
    [{ success: true }, 'human'],
    [{ success: false, 'error-codes': ['timeout-or-duplicate'] }, 'not-human'],
    [{ success: false, 'error-codes': ['invalid-input-secret'] }, 'misconfigured'],
    [{ success: false, 'error-codes': ['internal-error'] }, 'unknown'],
    ['<html>', 'unknown'],
  ])('of %j means %s', async (body, expected) => {
    expect(await verdict(body)).toBe(expected);
  });

  it('does not ask for what cannot be an answer, and takes an outage as no proof', async () => {
    const down: typeof fetch = async () => {
      throw new Error('down');
    };
    expect(await askCaptcha(down, { kind: 'hcaptcha', secret: 's', response: '' })).toBe('not-human');
    expect(await askCaptcha(down, { kind: 'hcaptcha', secret: 's', response: 'x'.repeat(2049) })).toBe('not-human');
    expect(await askCaptcha(down, { kind: 'hcaptcha', secret: 's', response: 'x' })).toBe('unknown');
  });
});

const { needs, others } = needsFor(form, { signingKeys: [key] }, () => json({}));
const submission = () => {
  const checked = check({});
  return { submissionId: 's1', title: 'Write to us', answers: 'answers' in checked ? checked.answers : [] };
};

describe('reading a form', () => {
  it('makes a message of a claimed mail address, with all answers', async () => {
    expect(await createWebFormReader(needs)(anEnvelope(form, submission()))).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'form',
          connectionId: 'contact',
          providerId: 's1',
          sender: { address: 'Grace@customer.example', name: 'Grace Field', verified: false },
          sentAt: noon,
          subject: 'Write to us',
          text: 'Dear all,\n\nmy invoice is wrong.',
          attachments: [],
          parts: [
            {
              kind: 'answers',
              fields: expect.arrayContaining([{ name: 'What is it about?', value: 'An invoice' }]),
            },
          ],
        },
      },
    ]);
  });

  it('says what the short fields say where there is no long one', async () => {
    const answers = submission().answers.filter(({ kind }) => kind !== 'long');
    expect(await createWebFormReader(needs)(anEnvelope(form, { ...submission(), answers }))).toMatchObject([
      { message: { text: 'Your name: Grace Field\nWhat is it about?: An invoice' } },
    ]);
  });

  it('refuses a form without a mail address, and one that is none', async () => {
    const read = createWebFormReader(needs);
    await expect(read(anEnvelope(form, { ...submission(), answers: [] }))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(read(anEnvelope(form, 'x'))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('answering a form', () => {
  const mailbox = aConnection({
    id: 'support-mail',
    provider: 'ses-email',
    channel: 'email',
    name: 'Support',
    address: 'support@shop.example',
  });
  const answer = anAnswer(form, { to: 'grace@customer.example', subject: 'Write to us' });

  it('sends a mail from the mailbox of the settings, under the id of the form', async () => {
    others.splice(0, others.length, mailbox);
    const mails: { readonly message: OutboundMessage; readonly from: unknown }[] = [];
    const send = createWebFormSender(needs, async (connections) => async (message) => {
      mails.push({ message, from: await connections.get(message.connectionId) });
      return { status: 'sent', providerId: 'ses-1' };
    });
    expect(await send(answer)).toEqual({ status: 'sent', providerId: 'ses-1' });
    expect(mails).toEqual([
      {
        message: { ...answer, channel: 'email', subject: 'Re: Write to us' },
        from: { ...mailbox, id: 'contact' },
      },
    ]);
  });

  it('says that it cannot be answered without a mailbox', async () => {
    others.splice(0, others.length, { ...mailbox, disabled: true });
    const send = createWebFormSender(needs, () => Promise.reject(new Error('not to be asked')));
    expect(await send(answer)).toMatchObject({ status: 'failed', failure: { class: 'PERMISSION' } });
    expect(await createWebFormManager(needs).check(form)).toMatchObject([
      { name: 'form', ok: true },
      { name: 'answers', ok: false },
    ]);
  });
});
