import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LedgerDay } from '#functions/connections-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { LedgerItems } from './ledger-items.tsx';
import { Panel } from './panel.tsx';
import { ledgerQuery } from './queries.ts';

type LedgerProps = { readonly connectionId: string; readonly day: string; readonly today: string };

/** A day's account: everything that came in was placed, quarantined, or dropped by a rule that has a name. */
export const Ledger = ({ connectionId, day, today }: LedgerProps) => {
  const { api } = useNeeds();
  const { data, error, refetch } = useQuery(ledgerQuery(api, { id: connectionId, day }));
  return (
    <Panel title="Ledger" aside={<DayChoice connectionId={connectionId} day={day} today={today} />}>
      {data ? <Account key={day} ledger={data} /> : null}
      {!data && error ? <FailureNotice what="The ledger" error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <Skeleton rows={2} label="Loading the ledger" />}
    </Panel>
  );
};

const shifted = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

const DayChoice = ({ connectionId, day, today }: LedgerProps) => {
  const navigate = useNavigate();
  const go = (to: string): void =>
    void navigate({
      to: '/connections/$connectionId',
      params: { connectionId },
      search: to === today ? {} : { day: to },
      replace: true,
    });
  return (
    <div className="flex items-center gap-1">
      <IconButton icon={ChevronLeft} name="The day before" onPress={() => go(shifted(day, -1))} />
      <input
        type="date"
        aria-label="Day, UTC"
        value={day}
        max={today}
        onChange={(event) => event.target.value && go(event.target.value)}
        className="h-(--ctl) rounded-m border border-border-strong bg-surface px-2 text-13"
      />
      <IconButton
        icon={ChevronRight}
        name="The day after"
        isDisabled={day >= today}
        onPress={() => go(shifted(day, 1))}
      />
    </div>
  );
};

const outcomes = ['placed', 'quarantined', 'dropped'] as const;
export type Outcome = (typeof outcomes)[number];

const outcomeNames: Readonly<Record<Outcome, string>> = {
  placed: 'placed',
  quarantined: 'quarantined',
  dropped: 'dropped by a rule',
};
const signs: Readonly<Record<Outcome, string>> = { placed: '=', quarantined: '+', dropped: '+' };

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, each) => total + each, 0);

const Account = ({ ledger }: { readonly ledger: LedgerDay }) => {
  const [shown, setShown] = useState<Outcome>();
  const counts: Record<Outcome, number> = {
    placed: ledger.placed,
    quarantined: ledger.quarantined,
    dropped: sum(Object.values(ledger.dropped)),
  };
  const items = ledger.items.filter(({ outcome }) => shown === undefined || outcome === shown);
  return (
    <>
      <div className="flex flex-wrap items-stretch gap-2">
        <Tile
          name="received"
          count={ledger.received}
          isChosen={shown === undefined}
          onChoose={() => setShown(undefined)}
        />
        {outcomes.map((outcome) => (
          <span key={outcome} className="flex items-center gap-2">
            <span className="text-16 text-text-2">{signs[outcome]}</span>
            <Tile
              name={outcomeNames[outcome]}
              count={counts[outcome]}
              isChosen={shown === outcome}
              onChoose={() => setShown(outcome)}
            />
          </span>
        ))}
      </div>
      <Difference difference={ledger.difference} />
      {Object.keys(ledger.dropped).length > 0 ? <Rules dropped={ledger.dropped} /> : null}
      <LedgerItems key={shown} items={items} isCut={sum(Object.values(counts)) > ledger.items.length} />
    </>
  );
};

type TileProps = {
  readonly name: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

const Tile = ({ name, count, isChosen, onChoose }: TileProps) => (
  <button
    type="button"
    aria-pressed={isChosen}
    onClick={onChoose}
    className={`grid min-w-26 justify-items-start rounded-m border px-3 py-1.5 hover-tint ${isChosen ? 'border-accent bg-accent-soft' : 'border-border'}`}
  >
    <span className="tabular text-20 font-semibold">{count}</span>
    <span className="text-12 text-text-2">{name}</span>
  </button>
);

const Difference = ({ difference }: { readonly difference: number }) =>
  difference === 0 ? (
    <p className="flex items-center gap-1.5 text-ok">
      <CircleCheck size={14} aria-hidden /> Difference 0: everything is accounted for.
    </p>
  ) : (
    <p role="alert" className="flex items-center gap-1.5 font-medium text-bad">
      <TriangleAlert size={14} aria-hidden /> Difference {difference}: something is not accounted for.
    </p>
  );

const Rules = ({ dropped }: Pick<LedgerDay, 'dropped'>) => (
  <dl className="grid gap-1">
    {Object.entries(dropped).map(([rule, count]) => (
      <div key={rule} className="flex gap-2 text-12">
        <dt className="text-text-2">Dropped, {rule}:</dt>
        <dd className="tabular">{count}</dd>
      </div>
    ))}
  </dl>
);
