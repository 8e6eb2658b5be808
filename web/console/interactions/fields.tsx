import { type ReactNode, useId } from 'react';

const control = 'w-full min-w-0 rounded-m border bg-surface px-2 text-14 text-text disabled:opacity-60';
const edge = (problem: string | undefined): string => (problem ? 'border-bad' : 'border-border-strong');

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, said next to it. */
  readonly problem?: string | undefined;
};
type Wired = { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true };

/** A label, its control, and below it what is wrong or what to enter. */
const Field = ({ label, hint, problem, children }: FieldProps & { readonly children: (wired: Wired) => ReactNode }) => {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-13 text-text-2">
        {label}
      </label>
      {children({
        id,
        ...(problem || hint ? { 'aria-describedby': noteId } : {}),
        ...(problem ? { 'aria-invalid': true } : {}),
      })}
      <div id={noteId} className="text-12">
        {problem ? <p className="font-medium text-bad">{problem}</p> : null}
        {hint ? <p className="text-text-2">{hint}</p> : null}
      </div>
    </div>
  );
};

type Editable = { readonly value: string; readonly onChange: (value: string) => void };

type TextFieldProps = FieldProps &
  Editable & {
    readonly type?: 'text' | 'password' | 'datetime-local' | 'date' | 'number' | 'search';
    readonly placeholder?: string;
    readonly max?: string | number;
    readonly maxLength?: number;
    readonly isDisabled?: boolean;
  };

export const TextField = ({ label, hint, problem, onChange, isDisabled, type = 'text', ...input }: TextFieldProps) => (
  <Field label={label} hint={hint} problem={problem}>
    {(wired) => (
      <input
        {...wired}
        {...input}
        type={type}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
        className={`h-9 ${control} ${edge(problem)}`}
      />
    )}
  </Field>
);

type LongFieldProps = FieldProps &
  Editable & {
    readonly rows: number;
    readonly maxLength?: number;
    readonly placeholder?: string;
    /** `code` for what machines read, `secret` for what nobody should read over a shoulder. */
    readonly look?: 'prose' | 'code' | 'secret';
  };

const looks = {
  prose: '',
  code: 'font-mono text-13',
  secret: 'font-mono text-13 [-webkit-text-security:disc]',
} as const;

export const LongField = ({ label, hint, problem, onChange, look = 'prose', ...area }: LongFieldProps) => (
  <Field label={label} hint={hint} problem={problem}>
    {(wired) => (
      <textarea
        {...wired}
        {...area}
        spellCheck={look === 'prose'}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className={`py-1.5 ${control} ${edge(problem)} ${looks[look]}`}
      />
    )}
  </Field>
);

export type Choice = { readonly id: string; readonly name: string };

export const ChoiceField = ({
  label,
  hint,
  problem,
  value,
  onChange,
  choices,
  isDisabled,
}: FieldProps & Editable & { readonly choices: readonly Choice[]; readonly isDisabled?: boolean }) => (
  <Field label={label} hint={hint} problem={problem}>
    {(wired) => (
      <select
        {...wired}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
        className={`h-9 ${control} ${edge(problem)}`}
      >
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    )}
  </Field>
);
