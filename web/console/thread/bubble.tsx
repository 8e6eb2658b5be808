import type { ReactNode } from 'react';
import { clockTime, wholeTime } from '../format/time.ts';
import { Avatar } from '../ui/avatar.tsx';

const looks = {
  received: 'border border-border bg-surface',
  reply: 'bg-accent-soft',
  elsewhere: 'border border-dashed border-border-strong bg-accent-soft',
  note: 'border border-note-border bg-note-bg text-note-text',
  logged: 'border border-dashed border-border-strong bg-canvas',
} as const;

type BubbleProps = {
  readonly look: keyof typeof looks;
  readonly name: string;
  /** The event that it shows, for those who point at it. */
  readonly eventId?: string;
  readonly meta?: ReactNode;
  /** After the time: how it fares. */
  readonly state?: ReactNode;
  /** Above the words: why it stands here. */
  readonly reason?: string | undefined;
  readonly at: string;
  readonly isPending?: boolean;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
};

const messageElementId = (eventId: string): string => `message-${eventId}`;

/** Brings a message into sight and puts the keyboard on it. */
export const showMessage = (eventId: string): void => {
  const element = document.getElementById(messageElementId(eventId));
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
};

/** One thing somebody wrote: who and when above, the words in the bubble. */
export const Bubble = ({ look, name, eventId, at, isPending = false, children, ...props }: BubbleProps) => (
  <article
    {...(eventId ? { id: messageElementId(eventId), tabIndex: -1 } : {})}
    className={`flex gap-3 rounded-l ${isPending ? 'opacity-70' : ''}`}
  >
    <Avatar name={name} />
    <div className="min-w-0 grow">
      <header className="mb-1 flex min-h-5 flex-wrap items-center gap-x-1.5 text-12 text-text-3">
        <bdi dir="auto" className="text-13 font-semibold text-text">
          {name}
        </bdi>
        {props.meta}
        <span aria-hidden>·</span>
        <time dateTime={at} title={wholeTime(at)} className="tabular">
          {clockTime(at)}
        </time>
        {props.state}
      </header>
      {props.reason ? <p className="mb-1 text-12 text-text-3">{props.reason}</p> : null}
      <div className={`rounded-l px-3 py-2.5 ${looks[look]}`}>{children}</div>
      {props.footer}
    </div>
  </article>
);
