import type { ReactNode } from 'react';

type PanelProps = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A titled part of a page. */
export const Panel = ({ title, aside, children }: PanelProps) => (
  <section className="grid min-w-0 content-start gap-3 rounded-l border border-border p-4 text-13">
    <div className="flex flex-wrap items-center justify-between gap-2">
      <h2 className="text-13 font-semibold">{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

type FactProps = { readonly name: string; readonly className?: string; readonly children: ReactNode };

/** One line of a definition list. */
export const Fact = ({ name, className = '', children }: FactProps) => (
  <div className={`grid min-w-0 content-start gap-0.5 ${className}`}>
    <dt className="text-12 text-text-2">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);
