import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/icon-button.tsx';

type PageFrameProps = {
  readonly title: ReactNode;
  readonly onRefresh: () => void;
  readonly isRefreshing: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A page with one line on top: what it is, what can be done, and reading it again. */
export const PageFrame = ({ title, onRefresh, isRefreshing, actions, children }: PageFrameProps) => (
  <main className="flex min-w-0 grow flex-col bg-surface">
    <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-border px-4 py-1.5">
      <div className="flex min-w-0 grow items-center gap-2">{title}</div>
      {actions}
      <IconButton
        icon={RotateCw}
        name={isRefreshing ? 'Reading it again…' : 'Read it again'}
        isDisabled={isRefreshing}
        onPress={onRefresh}
      />
    </div>
    {children}
  </main>
);
