import * as z from 'zod';
import { Refusal } from '../kernel/refusal.ts';
import type { TemplateUse } from './delivery.ts';

export const $Template = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(100),
  /** The connection whose provider approved it. */
  connectionId: z.string().min(1),
  /** As the provider knows it: WhatsApp's template name, Twilio's ContentSid. */
  reference: z.string().min(1).max(512),
  /** As the provider writes it: `en_US`. */
  language: z.string().min(2).max(15),
  /** As approved; placeholders are `{{1}}` or `{{name}}`. */
  body: z.string().min(1).max(4096),
  category: z.enum(['utility', 'marketing', 'authentication']),
});
/** A message that the provider approved beforehand. */
export type Template = z.infer<typeof $Template>;

const placeholder = /\{\{\s*(\w{1,40})\s*\}\}/g;

/** The placeholders of a template, each once, in the order of their first appearance. */
export const placeholdersOf = ({ body }: Pick<Template, 'body'>): readonly string[] => [
  ...new Set([...body.matchAll(placeholder)].map(([, name = '']) => name)),
];

export type FilledTemplate = { readonly use: TemplateUse; readonly text: string };

/** The template with its placeholders filled in, and the text that the customer will see. */
export function fillTemplate(template: Template, variables: Readonly<Record<string, string>>): FilledTemplate {
  const names = placeholdersOf(template);
  const missing = names.filter((name) => (variables[name] ?? '').trim() === '');
  if (missing.length > 0)
    throw new Refusal(
      'invalid',
      `template.variables: ${missing.join(', ')} missing; template "${template.id}" needs ${names.join(', ')}`,
    );
  const unknown = Object.keys(variables).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Refusal(
      'invalid',
      `template.variables: template "${template.id}" has no ${unknown.join(', ')}; it has ${names.join(', ') || 'none'}`,
    );
  const used = Object.fromEntries(names.map((name) => [name, variables[name] ?? '']));
  const { id, reference, language } = template;
  const text = template.body.replace(placeholder, (_, name: string) => used[name] ?? '');
  return { use: { id, reference, language, variables: used }, text };
}
