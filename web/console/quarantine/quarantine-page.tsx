import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { QuarantineEntry } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { quarantineQuery } from '../api/queries.ts';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { EntryCard } from './entry-card.tsx';

/** What came in and could not be placed: nothing is lost, each can be tried again. */
export const QuarantinePage = () => {
  const { api } = useNeeds();
  const { data, error, refetch } = useQuery(quarantineQuery(api));
  return (
    <main className="flex min-w-0 grow flex-col bg-surface">
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-border px-4">
        <h1 className="text-14 font-semibold">Quarantine</h1>
        {data ? <span className="tabular text-13 text-text-3">{data.items.length}</span> : null}
      </div>
      <div className="min-h-0 grow overflow-y-auto scroll-quiet">
        {data ? <Entries items={data.items} /> : null}
        {!data && error ? <FailureNotice what="The quarantine" error={error} onRetry={() => void refetch()} /> : null}
        {data || error ? null : <Skeleton rows={4} label="Loading the quarantine" />}
      </div>
    </main>
  );
};

const Entries = ({ items }: { readonly items: readonly QuarantineEntry[] }) => {
  const meantId = useLocation({ select: ({ hash }) => hash });
  const isGone = meantId !== '' && !items.some(({ id }) => id === meantId);
  if (items.length === 0) return <Notice icon={ShieldCheck}>Everything that came in was placed.</Notice>;
  return (
    <>
      {isGone ? (
        <p role="status" className="mx-auto mt-4 max-w-225 px-4 text-13 text-text-2">
          The entry you are looking for is not among these.
        </p>
      ) : null}
      <ul className="mx-auto grid max-w-225 gap-3 p-4">
        {items.map((entry) => (
          <EntryCard key={entry.id} entry={entry} isMeant={entry.id === meantId} />
        ))}
      </ul>
    </>
  );
};
