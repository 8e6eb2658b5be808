import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, RotateCw, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { QuarantineEntry } from '#functions/agent-api/contract.ts';
import { toastError } from '../actions/change.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { quarantineQuery } from '../api/queries.ts';
import { wholeTime } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { confirmDone } from '../ui/toast.ts';

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
  if (items.length === 0) return <Notice icon={ShieldCheck}>Everything that came in was placed.</Notice>;
  return (
    <ul className="mx-auto grid max-w-225 gap-3 p-4">
      {items.map((entry) => (
        <EntryCard key={entry.id} entry={entry} />
      ))}
    </ul>
  );
};

const EntryCard = ({ entry }: { readonly entry: QuarantineEntry }) => {
  const { retry, isTrying } = useRetry(entry.id);
  return (
    <li className="grid gap-2 rounded-l border border-border p-4 text-13">
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <p className="font-semibold text-pretty">{entry.reason}</p>
          <p className="text-12 text-text-2">
            <bdi>{entry.provider}</bdi>
            {entry.connectionId ? (
              <>
                {' '}
                · <bdi>{entry.connectionId}</bdi>
              </>
            ) : null}{' '}
            · received {wholeTime(entry.receivedAt)} · {plural(entry.attempts, 'attempt')}
          </p>
        </div>
        {entry.placedAt ? (
          <span className="inline-flex items-center gap-1 text-12 font-medium text-ok">
            <Check size={14} aria-hidden /> Placed
          </span>
        ) : (
          <Button isDisabled={isTrying} onPress={retry}>
            <RotateCw size={14} aria-hidden />
            {isTrying ? 'Trying…' : 'Try again'}
          </Button>
        )}
      </div>
      <details>
        <summary className="w-fit cursor-pointer text-12 text-text-2">What came in ({entry.contentType})</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
        <pre tabIndex={0} className="mt-2 max-h-60 overflow-auto rounded-m bg-sunken p-3 text-12 whitespace-pre-wrap">
          {decoded(entry.bodyBase64)}
        </pre>
      </details>
    </li>
  );
};

const decoded = (base64: string): string => {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0));
  } catch {
    return base64;
  }
};

const useRetry = (id: string): { readonly retry: () => void; readonly isTrying: boolean } => {
  const { api } = useNeeds();
  const client = useQueryClient();
  const [isTrying, setIsTrying] = useState(false);
  const retry = async (): Promise<void> => {
    setIsTrying(true);
    try {
      const path = `/v1/quarantine/${encodeURIComponent(id)}/retry`;
      await api.change({ method: 'POST', path, body: {}, idempotencyKey: crypto.randomUUID() });
      confirmDone('It was given in again');
    } catch (error) {
      toastError(error, 'It stays in quarantine.');
    }
    await client.invalidateQueries({ queryKey: keys.quarantine });
    setIsTrying(false);
  };
  return { retry: () => void retry(), isTrying };
};
