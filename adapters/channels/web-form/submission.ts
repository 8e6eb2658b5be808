import { normalAddress, plainLine } from '../email/mail-address.ts';
import { cleanText } from '../email/text.ts';
import type { FormField } from './settings.ts';

/** One field as it was filled in. */
export type FormAnswer = Pick<FormField, 'name' | 'label' | 'kind'> & { readonly value: string };

/** What is wrong with one field, and what would be right: for the person who fills it in. */
export type FieldProblem = { readonly field: string; readonly message: string };

export type Checked = { readonly answers: readonly FormAnswer[] } | { readonly problems: readonly FieldProblem[] };

const mostCharacters = { text: 500, email: 320, tel: 40, long: 20_000, choice: 200, consent: 10 } as const;
const agreed = new Set(['on', 'yes', 'true', '1']);

type Problem = { readonly problem: string };
type Reading = string | Problem;

const problem = (text: string): Problem => ({ problem: text });

/** How each kind of field is read; a line holds no line breaks, so that nothing can break out of a header behind us. */
const readers: Record<FormField['kind'], (given: string, field: FormField) => Reading> = {
  text: (given) => plainLine(given),
  long: (given) => cleanText(given),
  email: (given) => {
    const address = plainLine(given);
    if (address === '') return '';
    return normalAddress(address) ?? problem('Enter a mail address like name@example.com.');
  },
  tel: (given) => {
    const number = plainLine(given);
    const isNumber = /^[+()\d\s./-]*$/.test(number) && (number === '' || number.replaceAll(/\D/g, '').length >= 5);
    return isNumber ? number : problem('Enter a phone number with digits, spaces and a + in front only.');
  },
  choice: (given, { options }) => {
    if (given === '') return '';
    return options.find((option) => option === given) ?? problem('Choose one of the options in the list.');
  },
  consent: (given) => (agreed.has(given.trim().toLowerCase()) ? 'yes' : 'no'),
};

const missing: Record<FormField['kind'], string> = {
  text: 'Fill this in.',
  long: 'Fill this in.',
  email: 'Enter your mail address; the answer is sent there.',
  tel: 'Enter your phone number.',
  choice: 'Choose one of the options.',
  consent: 'Tick this box; without it the form cannot be sent.',
};

function readField(field: FormField, given: string): Reading {
  const most = mostCharacters[field.kind];
  if (given.length > most) return problem(`This is too long: ${given.length} characters, and at most ${most} fit.`);
  const value = readers[field.kind](given, field);
  const isEmpty = value === '' || (field.kind === 'consent' && value === 'no');
  return field.required && isEmpty ? problem(missing[field.kind]) : value;
}

/** Reads a form by its fields; what it holds beside them is left out. */
export function checkSubmission(fields: readonly FormField[], given: ReadonlyMap<string, string>): Checked {
  const answers: FormAnswer[] = [];
  const problems: FieldProblem[] = [];
  for (const field of fields) {
    const value = readField(field, given.get(field.name) ?? '');
    const { name, label, kind } = field;
    if (typeof value === 'string') answers.push({ name, label, kind, value });
    else problems.push({ field: name, message: value.problem });
  }
  return problems.length > 0 ? { problems } : { answers };
}

export const emailOf = (answers: readonly FormAnswer[]): string =>
  answers.find(({ kind }) => kind === 'email')?.value ?? '';
