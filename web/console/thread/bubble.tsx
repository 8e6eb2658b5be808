import type { ReactNode } from 'react';
import { clockTime, wholeTime } from '../format/time.ts';
import { Avatar } from '../ui/avatar.tsx';

const looks = {
  received: 'border border-border bg-surface',
  reply: 'bg-accent-soft',
  note: 'border border-note-border bg-note-bg text-note-text',
} as const;

type BubbleProps = {
  readonly look: keyof typeof looks;
  readonly name: string;
  readonly meta?: ReactNode;
  /** After the time: how it fares. */
  readonly state?: ReactNode;
  readonly at: string;
  readonly isPending?: boolean;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
};

/** One thing somebody wrote: who and when above, the words in the bubble. */
export const Bubble = ({ look, name, meta, state, at, isPending = false, footer, children }: BubbleProps) => (
  <article className={`flex gap-3 ${isPending ? 'opacity-70' : ''}`}>
    <Avatar name={name} />
    <div className="min-w-0 grow">
      <header className="mb-1 flex min-h-5 flex-wrap items-center gap-x-1.5 text-12 text-text-3">
        <bdi dir="auto" className="text-13 font-semibold text-text">
          {name}
        </bdi>
        {meta}
        <span aria-hidden>·</span>
        <time dateTime={at} title={wholeTime(at)} className="tabular">
          {clockTime(at)}
        </time>
        {state}
      </header>
      <div className={`rounded-l px-3 py-2.5 ${looks[look]}`}>{children}</div>
      {footer}
    </div>
  </article>
);
