import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { View } from '#functions/agent-api/contract.ts';
import { useBootstrap } from '../api/context.ts';
import { useListCount } from './use-nav-lists.ts';
import { viewEntries } from './view-list.ts';

const hues = ['#c2410c', '#0f766e', '#4338ca', '#a16207', '#9d174d', '#0369a1'];

/** Links to each view and queue, with what is in them where that is known. */
export const ViewLinks = ({ onFollow }: { readonly onFollow?: () => void }) => {
  const { queues } = useBootstrap();
  return (
    <nav aria-label="Views" className="grid gap-0.5">
      {viewEntries.map(({ view, name, icon: Icon }) => (
        <ViewLink key={view} view={view} name={name} icon={<Icon size={16} aria-hidden />} onFollow={onFollow} />
      ))}
      <h2 className="px-2 pt-4 pb-1 text-12 font-medium text-text-3">Queues</h2>
      {queues.map(({ id, name }, index) => (
        <ViewLink
          key={id}
          view="queue"
          queueId={id}
          name={name}
          icon={<span className="size-2 rounded-full" style={{ background: hues[index % hues.length] }} aria-hidden />}
          onFollow={onFollow}
        />
      ))}
    </nav>
  );
};

type ViewLinkProps = {
  readonly view: View;
  readonly queueId?: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly onFollow?: (() => void) | undefined;
};

const ViewLink = ({ view, queueId, name, icon, onFollow }: ViewLinkProps) => {
  const count = useListCount({ view, queueId });
  const isCounted = view !== 'resolved' && view !== 'snoozed';
  return (
    <Link
      to="/inbox/$view/{-$conversationId}"
      params={{ view, conversationId: undefined }}
      search={queueId ? { queue: queueId } : {}}
      activeOptions={{ exact: false }}
      onClick={onFollow}
      className="flex h-7 items-center gap-2.5 rounded-m px-2 text-13 text-text-2 hover-tint pointer-coarse:h-11 aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent"
    >
      <span className="grid w-4 place-items-center">{icon}</span>
      <bdi className="grow truncate">{name}</bdi>
      {isCounted && count && count !== '0' ? <span className="tabular text-12 text-text-3">{count}</span> : null}
    </Link>
  );
};
