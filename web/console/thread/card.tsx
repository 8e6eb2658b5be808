import { ExternalLink, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type CardProps = { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode };

/** Something shared in a message, named for what it is. */
export const Card = ({ icon: Icon, title, children }: CardProps) => (
  <section
    aria-label={title}
    className="flex max-w-100 gap-2.5 rounded-m border border-border bg-canvas px-3 py-2 text-13 text-text"
  >
    <Icon size={16} className="mt-0.5 text-text-3" aria-hidden />
    <div className="min-w-0 grow">
      <p className="text-12 text-text-2">{title}</p>
      {children}
    </div>
  </section>
);

/** Leads outside, and tells nobody where from. */
export const CardLink = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a
    href={href}
    target="_blank"
    rel="noopener noreferrer nofollow"
    className="mt-0.5 inline-flex min-h-6 items-center gap-1 text-accent underline decoration-current/40 underline-offset-2 hover:decoration-current"
  >
    <span>{children}</span>
    <ExternalLink size={12} aria-hidden />
  </a>
);
