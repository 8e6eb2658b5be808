import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, RotateCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { QuarantineEntry } from '#functions/agent-api/contract.ts';
import { toastError } from '../actions/change.ts';
import { useNeeds } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { wholeTime } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { confirmDone } from '../ui/toast.ts';
import { prettyBody } from './pretty-body.ts';

type EntryCardProps = {
  readonly entry: QuarantineEntry;
  /** The address names it. */
  readonly isMeant: boolean;
};

/** One thing that came in and could not be placed: why, what it is, and the way to try again. */
export const EntryCard = ({ entry, isMeant }: EntryCardProps) => {
  const { retry, isTrying } = useRetry(entry.id);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMeant) card.current?.scrollIntoView({ block: 'center' });
  }, [isMeant]);
  return (
    <li
      ref={card}
      id={entry.id}
      aria-current={isMeant || undefined}
      className={`grid gap-2 rounded-l border p-4 text-13 ${isMeant ? 'border-accent' : 'border-border'}`}
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <p className="font-semibold text-pretty break-words">{entry.reason}</p>
          <Origin entry={entry} />
        </div>
        {entry.placedAt ? (
          <span className="inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap text-ok">
            <Check size={14} aria-hidden /> Placed
          </span>
        ) : (
          <Button isDisabled={isTrying} onPress={retry}>
            <RotateCw size={14} aria-hidden />
            {isTrying ? 'Trying…' : 'Try again'}
          </Button>
        )}
      </div>
      <Body entry={entry} isOpen={isMeant} />
    </li>
  );
};

const Origin = ({ entry }: { readonly entry: QuarantineEntry }) => (
  <p className="text-12 text-text-2">
    <bdi>{entry.provider}</bdi>
    {entry.connectionId ? (
      <>
        {' '}
        ·{' '}
        <Link
          to="/connections/$connectionId"
          params={{ connectionId: entry.connectionId }}
          search={{ day: entry.receivedAt.slice(0, 10) }}
          className="text-accent hover:underline"
        >
          <bdi>{entry.connectionId}</bdi>
        </Link>
      </>
    ) : null}{' '}
    · received {wholeTime(entry.receivedAt)} · {plural(entry.attempts, 'attempt')}
  </p>
);

const Body = ({ entry, isOpen }: { readonly entry: QuarantineEntry; readonly isOpen: boolean }) => {
  const { text, isArranged } = prettyBody(entry.bodyBase64, entry.contentType);
  return (
    <details open={isOpen}>
      <summary className="w-fit cursor-pointer text-12 text-text-2">
        What came in ({entry.contentType}
        {isArranged ? ', laid out for reading' : ''})
      </summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
        tabIndex={0}
        className="mt-2 max-h-80 overflow-auto rounded-m bg-sunken p-3 text-12 break-words whitespace-pre-wrap scroll-quiet"
      >
        {text}
      </pre>
    </details>
  );
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
