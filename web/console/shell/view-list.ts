import { CircleCheck, CircleDashed, Clock, Inbox, Layers, type LucideIcon } from 'lucide-react';
import type { View } from '#functions/agent-api/contract.ts';
import type { ListFilter, Queue } from '../api/types.ts';

export type ViewEntry = { readonly view: Exclude<View, 'queue'>; readonly name: string; readonly icon: LucideIcon };

export const viewEntries: readonly ViewEntry[] = [
  { view: 'mine', name: 'My inbox', icon: Inbox },
  { view: 'unassigned', name: 'Unassigned', icon: CircleDashed },
  { view: 'open', name: 'All open', icon: Layers },
  { view: 'snoozed', name: 'Snoozed', icon: Clock },
  { view: 'resolved', name: 'Resolved', icon: CircleCheck },
];

export const listTitle = ({ view, queueId }: ListFilter, queues: readonly Queue[]): string =>
  view === 'queue'
    ? (queues.find(({ id }) => id === queueId)?.name ?? 'Queue')
    : (viewEntries.find((entry) => entry.view === view)?.name ?? 'Inbox');
