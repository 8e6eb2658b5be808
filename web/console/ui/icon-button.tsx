import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { TooltipTrigger } from 'react-aria-components/Tooltip';
import { Hint } from './hint.tsx';

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & {
  readonly icon: LucideIcon;
  /** Accessible name and tooltip. */
  readonly name: string;
  readonly shortcut?: string;
  readonly size?: 16 | 18;
  readonly className?: string;
};

/** A button that is only an icon: it has a name, and a tooltip with its shortcut. */
export const IconButton = ({ icon: Icon, name, shortcut, size = 16, className = '', ...props }: IconButtonProps) => (
  <TooltipTrigger delay={500}>
    <AriaButton
      {...props}
      aria-label={name}
      className={`inline-grid size-(--ctl) shrink-0 place-items-center rounded-m text-text-2 hover-tint disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent aria-expanded:bg-sunken ${className}`}
    >
      <Icon size={size} aria-hidden />
    </AriaButton>
    <Hint shortcut={shortcut}>{name}</Hint>
  </TooltipTrigger>
);
