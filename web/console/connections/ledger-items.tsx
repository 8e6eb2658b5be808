import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { LedgerDay } from '#functions/connections-api/contract.ts';
import { Button } from '../ui/button.tsx';

type Item = LedgerDay['items'][number];

const pageLength = 50;
const utcClock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

type LedgerItemsProps = {
  readonly items: readonly Item[];
  /** There were more on that day than the answer holds. */
  readonly isCut: boolean;
};

/** What is behind the numbers, newest first. */
export const LedgerItems = ({ items, isCut }: LedgerItemsProps) => {
  const [length, setLength] = useState(pageLength);
  if (items.length === 0) return <p className="text-text-2">Nothing of that kind on that day.</p>;
  return (
    <>
      <table className="w-full text-13">
        <thead className="text-12 text-text-2">
          <tr className="[&>th]:border-b [&>th]:border-border [&>th]:py-1 [&>th]:text-start [&>th]:font-medium">
            <th className="w-24">Time, UTC</th>
            <th>What became of it</th>
            <th className="max-sm:hidden">Its id at the provider</th>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, length).map((item) => (
            <tr
              key={`${item.receivedAt} ${item.itemId}`}
              className="[&>td]:border-b [&>td]:border-border [&>td]:py-1.5 [&>td]:align-top"
            >
              <td className="tabular">
                <time dateTime={item.receivedAt}>{utcClock.format(new Date(item.receivedAt))}</time>
              </td>
              <td className="pe-3">
                <Became item={item} />
              </td>
              <td className="text-12 break-all text-text-2 max-sm:hidden">
                <bdi>{item.itemId}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > length ? (
        <Button className="justify-self-start" onPress={() => setLength(length + pageLength)}>
          Show more ({items.length - length} are left)
        </Button>
      ) : null}
      {isCut ? <p className="text-12 text-text-2">Only the newest 1000 of the day are listed.</p> : null}
    </>
  );
};

const link = 'font-medium text-accent hover:underline';

const Became = ({ item }: { readonly item: Item }): ReactNode => {
  switch (item.outcome) {
    case 'placed':
      return (
        <>
          Placed in{' '}
          <Link
            to="/inbox/$view/{-$conversationId}"
            params={{ view: 'open', conversationId: item.conversationId }}
            className={link}
          >
            a conversation
          </Link>
        </>
      );
    case 'quarantined':
      return (
        <>
          <span className="text-bad">Quarantined:</span>{' '}
          <Link to="/quarantine" hash={item.quarantineId} className={link}>
            see why
          </Link>
        </>
      );
    case 'dropped':
      return `Dropped: ${item.rule}`;
  }
};
