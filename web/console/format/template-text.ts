import type { Template } from '../api/types.ts';

const placeholder = /\{\{\s*(\w{1,40})\s*\}\}/g;

/** The template as the customer will see it; what is not filled in yet stays as its placeholder. */
export const templateText = ({ body }: Pick<Template, 'body'>, variables: Readonly<Record<string, string>>): string =>
  body.replace(placeholder, (whole, name: string) => variables[name]?.trim() || whole);

/** Is there a value for every placeholder? */
export const isFilled = (
  { placeholders }: Pick<Template, 'placeholders'>,
  variables: Readonly<Record<string, string>>,
): boolean => placeholders.every((name) => (variables[name] ?? '').trim() !== '');
