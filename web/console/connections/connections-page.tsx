import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Cable, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Health } from '#functions/connections-api/contract.ts';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { plural } from '../format/words.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ConnectionsTable } from './connections-table.tsx';
import { PageFrame } from './page-frame.tsx';
import { connectionKeys, connectionsQuery, healthQuery } from './queries.ts';
import { type Connection, needsAttention, providerName } from './words.ts';

/** Every account at every provider, and how each fares. */
export const ConnectionsPage = () => {
  const { api } = useNeeds();
  const { role } = useBootstrap();
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(connectionsQuery(api));
  return (
    <PageFrame
      title={
        <>
          <h1 className="text-14 font-semibold">Connections</h1>
          {data ? <span className="tabular text-13 text-text-3">{data.length}</span> : null}
        </>
      }
      isRefreshing={isFetching}
      onRefresh={() => void client.invalidateQueries({ queryKey: connectionKeys.all })}
      actions={
        role === 'admin' ? (
          <Button look="primary" onPress={() => setIsAdding(true)}>
            <Plus size={14} aria-hidden />
            Add connection
          </Button>
        ) : null
      }
    >
      {data ? <Listed connections={data} /> : null}
      {!data && error ? <FailureNotice what="The connections" error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <Skeleton rows={8} label="Loading the connections" />}
      {isAdding ? <ConnectionDialog onClose={() => setIsAdding(false)} taken={data ?? []} /> : null}
    </PageFrame>
  );
};

const useHealths = (connections: readonly Connection[]): ReadonlyMap<string, Health> => {
  const { api } = useNeeds();
  const results = useQueries({ queries: connections.map(({ id }) => healthQuery(api, id)) });
  return new Map(results.flatMap(({ data }) => (data ? [[data.connectionId, data]] : [])));
};

const Listed = ({ connections }: { readonly connections: readonly Connection[] }) => {
  const healths = useHealths(connections);
  const [text, setText] = useState('');
  const [isOnlyBad, setIsOnlyBad] = useState(false);
  if (connections.length === 0) return <Notice icon={Cable}>There is no connection to a provider yet.</Notice>;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const bad = connections.filter(({ id }) => needsAttention(healths.get(id)?.state));
  const found = (isOnlyBad ? bad : connections).filter((connection) => matches(connection, words));
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-border px-4 py-2">
        <input
          type="search"
          aria-label="Filter connections"
          placeholder="Filter by name, provider, address"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-(--ctl) w-64 max-w-full rounded-m border border-border-strong bg-surface px-2 text-13"
        />
        <Button
          aria-pressed={isOnlyBad}
          onPress={() => setIsOnlyBad(!isOnlyBad)}
          className={isOnlyBad ? 'border-accent bg-accent-soft font-medium text-accent' : ''}
        >
          Needs attention <span className="tabular">{bad.length}</span>
        </Button>
        <span role="status" className="text-12 text-text-2">
          {found.length === connections.length ? '' : `${plural(found.length, 'connection')} shown`}
        </span>
      </div>
      {found.length > 0 ? (
        <ConnectionsTable connections={found} healths={healths} />
      ) : (
        <Notice icon={Cable}>{isOnlyBad && words.length === 0 ? 'All is well.' : 'No connection fits.'}</Notice>
      )}
    </>
  );
};

const matches = ({ id, name, provider, address, channel }: Connection, words: readonly string[]): boolean => {
  const haystack = `${id} ${name} ${provider} ${providerName(provider)} ${address} ${channel}`.toLowerCase();
  return words.every((word) => haystack.includes(word));
};
