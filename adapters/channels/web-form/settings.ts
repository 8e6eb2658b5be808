import * as z from 'zod';

export const fieldKinds = ['text', 'email', 'tel', 'long', 'choice', 'consent'] as const;

/** Fields that the page adds by itself; captchas name theirs so. */
export const ownFields = {
  token: 'form_token',
  /** Hidden from people: whoever fills it in is a program. No browser completes it by itself. */
  trap: 'contact_me_by_fax',
  turnstile: 'cf-turnstile-response',
  hcaptcha: 'h-captcha-response',
} as const;
const reserved = new Set<string>(Object.values(ownFields));

const $FormField = z
  .object({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, _ and -, at most 40')
      .refine((name) => !reserved.has(name), 'a name that the form needs for itself'),
    label: z.string().min(1).max(200),
    kind: z.enum(fieldKinds),
    required: z.boolean().default(false),
    /** For a choice: what can be chosen. */
    options: z.array(z.string().min(1).max(200)).max(50).default([]),
  })
  .refine(({ kind, options }) => kind !== 'choice' || options.length > 0, 'a choice needs options');
export type FormField = z.infer<typeof $FormField>;

const $Origin = z
  .string()
  .refine((text) => /^https:\/\//.test(text) && URL.parse(text)?.origin === text, 'an origin: https://www.example.com');

const $Shape = z.object({
  title: z.string().min(1).max(200),
  intro: z.string().max(2000).optional(),
  /** In the order shown. A field named `name` is how the customer is called. */
  fields: z.array($FormField).min(1).max(20),
  /** Pages of yours that may send or frame the form. */
  allowedOrigins: z.array($Origin).max(20).default([]),
  /** What is shown, or where the browser goes, once the form was sent. */
  thanks: z
    .object({ text: z.string().min(1).max(1000).optional(), redirect: z.url({ protocol: /^https$/ }).optional() })
    .default({}),
  captcha: z.object({ kind: z.enum(['turnstile', 'hcaptcha']), siteKey: z.string().min(1).max(100) }).optional(),
  /** A form sent faster than this was not read by a person; 0 takes forms without the hidden time too. */
  minSeconds: z.number().int().min(0).max(60).default(3),
  perIpPerHour: z.number().int().min(1).max(10_000).default(20),
  perEmailPerHour: z.number().int().min(1).max(1000).default(5),
  /** The mailbox that answers are sent from; without it, forms cannot be answered. */
  emailConnectionId: z.string().min(1).max(64).optional(),
  /** Language of title, labels and options, for screen readers. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag: en, pt-BR')
    .default('en'),
});

export const $FormSettings = $Shape
  .refine(({ fields }) => new Set(fields.map(({ name }) => name)).size === fields.length, {
    message: 'two fields have the same name',
    path: ['fields'],
  })
  .refine(({ fields }) => fields.filter(({ kind }) => kind === 'email').length === 1, {
    message: 'exactly one field is the mail address that is answered',
    path: ['fields'],
  })
  .refine(({ fields }) => fields.every(({ kind, required }) => kind !== 'email' || required), {
    message: 'the mail address is required: without it nobody can be answered',
    path: ['fields'],
  })
  .refine(({ thanks, allowedOrigins }) => isOwn(thanks.redirect, allowedOrigins), {
    message: 'a page of one of the allowedOrigins',
    path: ['thanks', 'redirect'],
  });
export type FormSettings = z.infer<typeof $FormSettings>;

const isOwn = (redirect: string | undefined, origins: readonly string[]): boolean =>
  redirect === undefined || origins.includes(new URL(redirect).origin);
