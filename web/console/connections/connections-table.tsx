import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Health } from '#functions/connections-api/contract.ts';
import { useBootstrap } from '../api/context.ts';
import { Age, ChannelIcon } from '../ui/chips.tsx';
import { StateMark } from './state-mark.tsx';
import { type Connection, capital, errorsToday, providerName } from './words.ts';

type TableProps = {
  readonly connections: readonly Connection[];
  readonly healths: ReadonlyMap<string, Health>;
};

const head = 'sticky top-0 z-10 border-b border-border bg-surface px-3 py-2 text-start font-medium first:ps-4';
const cell = 'px-3 py-2 align-top first:ps-4';
const onlyWide = 'max-xl:hidden';
const notPhone = 'max-sm:hidden';

/** All connections, one in a row. */
export const ConnectionsTable = ({ connections, healths }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
  <section tabIndex={0} aria-label="List of connections" className="min-h-0 grow overflow-auto scroll-quiet">
    <table className="w-full border-separate border-spacing-0 text-13">
      <thead className="text-12 text-text-2">
        <tr>
          <th className={head}>Connection</th>
          <th className={`${head} ${onlyWide}`}>Address</th>
          <th className={`${head} ${onlyWide}`}>Queue</th>
          <th className={head}>State</th>
          <th className={`${head} ${notPhone}`}>Last in</th>
          <th className={`${head} ${notPhone}`}>Last out</th>
          <th className={`${head} ${notPhone} text-end`}>Errors today</th>
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <Row key={connection.id} connection={connection} health={healths.get(connection.id)} />
        ))}
      </tbody>
    </table>
  </section>
);

type RowProps = { readonly connection: Connection; readonly health: Health | undefined };

const Row = ({ connection, health }: RowProps) => {
  const { queues } = useBootstrap();
  const { id, name, provider, channel, address, queueId } = connection;
  return (
    <tr className="hover-tint [&>td]:border-b [&>td]:border-border">
      <td className={cell}>
        <span className="flex gap-2.5">
          <span className="pt-0.5">
            <ChannelIcon channel={channel} size={16} />
          </span>
          <span className="min-w-0">
            <Link to="/connections/$connectionId" params={{ connectionId: id }} className="font-medium hover:underline">
              <bdi>{name}</bdi>
            </Link>
            <span className="block text-12 text-text-2">{providerName(provider)}</span>
          </span>
        </span>
      </td>
      <td className={`${cell} ${onlyWide}`}>
        <bdi className="break-all">{address}</bdi>
      </td>
      <td className={`${cell} ${onlyWide}`}>
        <bdi>{queues.find((queue) => queue.id === queueId)?.name ?? queueId}</bdi>
      </td>
      <td className={`${cell} max-w-88`}>
        {health ? (
          <>
            <StateMark state={health.state} />
            <span className="mt-0.5 block text-12 text-text-2 text-pretty">{capital(health.reason)}</span>
          </>
        ) : (
          <span className="shimmer late block h-4 w-24" />
        )}
      </td>
      <td className={`${cell} ${notPhone}`}>{health ? <When at={health.lastReceivedAt} /> : null}</td>
      <td className={`${cell} ${notPhone}`}>{health ? <When at={health.sending.lastSentAt} /> : null}</td>
      <td className={`${cell} ${notPhone} tabular text-end`}>{health ? <Errors health={health} /> : null}</td>
    </tr>
  );
};

const When = ({ at }: { readonly at: string | undefined }): ReactNode =>
  at ? (
    <Age at={at} />
  ) : (
    <span className="text-text-3">
      <span aria-hidden>–</span>
      <span className="sr-only">never this week</span>
    </span>
  );

const Errors = ({ health }: { readonly health: Health }) => {
  const count = errorsToday(health);
  return (
    <span className={count > 0 ? 'font-semibold text-bad' : 'text-text-2'}>
      {count} <span className="font-normal text-text-2">of {health.receivedToday}</span>
    </span>
  );
};
