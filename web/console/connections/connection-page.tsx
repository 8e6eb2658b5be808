import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Cable } from 'lucide-react';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { nowMs } from '../stores/clock.ts';
import { ChannelIcon } from '../ui/chips.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AdminActions } from './admin-actions.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { HealthPanel } from './health-panel.tsx';
import { Ledger } from './ledger.tsx';
import { PageFrame } from './page-frame.tsx';
import { connectionKeys, connectionsQuery, healthQuery } from './queries.ts';
import type { Connection } from './words.ts';

/** One connection: how it fares, what became of what came in, and what an administrator can do about it. */
export const ConnectionPage = () => {
  const { connectionId = '' } = useParams({ strict: false });
  const { api } = useNeeds();
  const { data, error, refetch } = useQuery(connectionsQuery(api));
  if (data) {
    const connection = data.find(({ id }) => id === connectionId);
    return connection ? <Known key={connection.id} connection={connection} /> : <Unknown />;
  }
  return (
    <main className="min-w-0 grow bg-surface">
      {error ? (
        <FailureNotice what="The connection" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton rows={5} label="Loading the connection" />
      )}
    </main>
  );
};

const Unknown = () => (
  <main className="min-w-0 grow bg-surface">
    <Notice
      icon={Cable}
      action={
        <Link to="/connections" className="font-medium text-accent underline">
          All connections
        </Link>
      }
    >
      There is no connection of that name.
    </Notice>
  </main>
);

const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const Known = ({ connection }: { readonly connection: Connection }) => {
  const { api } = useNeeds();
  const { role } = useBootstrap();
  const client = useQueryClient();
  const { day } = useSearch({ strict: false });
  const { data: health, error, refetch, isFetching } = useQuery(healthQuery(api, connection.id));
  return (
    <PageFrame
      title={
        <>
          <Link
            to="/connections"
            aria-label="All connections"
            className="grid size-7 shrink-0 place-items-center rounded-m text-text-2 hover-tint"
          >
            <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
          </Link>
          <ChannelIcon channel={connection.channel} size={16} />
          <h1 className="truncate text-14 font-semibold">
            <bdi>{connection.name}</bdi>
          </h1>
        </>
      }
      isRefreshing={isFetching}
      onRefresh={() => void client.invalidateQueries({ queryKey: connectionKeys.all })}
      actions={role === 'admin' ? <AdminActions connection={connection} /> : null}
    >
      <div className="min-h-0 grow overflow-y-auto scroll-quiet">
        <div className="mx-auto grid max-w-275 gap-4 p-4">
          {health ? <HealthPanel health={health} /> : null}
          {!health && error ? <FailureNotice what="Its health" error={error} onRetry={() => void refetch()} /> : null}
          {health || error ? null : <Skeleton rows={2} label="Loading its health" />}
          <ConnectionFacts connection={connection} />
          <Ledger connectionId={connection.id} day={day ?? utcDay(nowMs())} today={utcDay(nowMs())} />
        </div>
      </div>
    </PageFrame>
  );
};
