import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-medium',
  note: 'bg-note-bg text-note-text border border-note-border hover:brightness-97 font-medium',
  outline: 'border border-border bg-surface text-text hover-tint',
  quiet: 'text-text-2 hover-tint',
  danger: 'border border-bad/40 text-bad hover-tint',
} as const;

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & {
  readonly look?: keyof typeof looks;
  readonly className?: string;
  readonly children: ReactNode;
};

/** The one button of the console. */
export const Button = ({ look = 'outline', className = '', ...props }: ButtonProps) => (
  <AriaButton
    {...props}
    className={`inline-flex h-(--ctl) shrink-0 items-center justify-center gap-2 rounded-m px-3 text-13 whitespace-nowrap transition-[background-color,opacity] duration-(--dur-1) disabled:opacity-50 ${looks[look]} ${className}`}
  />
);
