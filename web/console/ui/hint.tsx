import type { ReactNode } from 'react';
import { Tooltip, type TooltipProps } from 'react-aria-components/Tooltip';
import { Kbd } from './kbd.tsx';

type HintProps = {
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
} & Pick<TooltipProps, 'placement'>;

/** The text of a tooltip. */
export const Hint = ({ shortcut, children, ...props }: HintProps) => (
  <Tooltip
    {...props}
    offset={6}
    className="pop-in flex items-center gap-2 rounded-m border border-border bg-raised px-2 py-1 text-12 text-text shadow-pop"
  >
    {children}
    {shortcut ? <Kbd>{shortcut}</Kbd> : null}
  </Tooltip>
);
