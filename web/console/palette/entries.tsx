import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Cable, Hash, Keyboard, Moon, NotebookPen, Rows3, ShieldAlert } from 'lucide-react';
import type { ConversationDetail, ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { useBootstrap } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { usePlace } from '../inbox/use-place.ts';
import { interactionDialog } from '../interactions/dialog-store.ts';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { viewEntries } from '../shell/view-list.ts';
import { overlay } from '../stores/layout.ts';
import { ChannelIcon } from '../ui/chips.tsx';
import { conversationEntries } from './conversation-entries.tsx';
import { type Entry, entry } from './entry.ts';

/** What the palette offers here: the open conversation's commands first. */
export const useEntries = (): readonly Entry[] => {
  const client = useQueryClient();
  const { conversationId } = usePlace();
  const actions = useConversationActions();
  const places = usePlaceEntries();
  const conversations = useConversationsAtHand();
  const open = conversationId
    ? client.getQueryData<ConversationDetail>(keys.detail(conversationId))?.conversation
    : undefined;
  return [...(open ? conversationEntries(open, actions) : []), ...places, ...settingEntries(), ...conversations];
};

type View = (typeof viewEntries)[number]['view'] | 'queue';

const useGo = () => {
  const navigate = useNavigate();
  return (params: { view: View; conversationId: string | undefined }, queue?: string) =>
    void navigate({ to: '/inbox/$view/{-$conversationId}', params, search: queue ? { queue } : {} });
};

const usePlaceEntries = (): readonly Entry[] => {
  const navigate = useNavigate();
  const go = useGo();
  const { queues, role } = useBootstrap();
  const pages = [
    { to: '/connections', name: 'Connections', also: 'channels providers health ledger', icon: <Cable size={14} /> },
    { to: '/quarantine', name: 'Quarantine', also: 'errors retry', icon: <ShieldAlert size={14} /> },
  ] as const;
  return [
    ...viewEntries.map(({ view, name, icon: Icon }) =>
      entry({
        id: `view-${view}`,
        name,
        detail: 'View',
        icon: <Icon size={14} />,
        run: () => go({ view, conversationId: undefined }),
      }),
    ),
    ...queues.map(({ id, name }) =>
      entry({
        id: `queue-${id}`,
        name,
        detail: 'Queue',
        icon: <Hash size={14} />,
        run: () => go({ view: 'queue', conversationId: undefined }, id),
      }),
    ),
    entry({
      id: 'log-new',
      name: 'Log an interaction with a new customer…',
      also: 'phone call visit letter enter',
      icon: <NotebookPen size={14} />,
      run: () => interactionDialog.set({ kind: 'log-new' }),
    }),
    ...(role === 'agent' ? [] : pages).map(({ to, ...page }) =>
      entry({ id: to, detail: 'Page', ...page, run: () => void navigate({ to }) }),
    ),
  ];
};

const useConversationsAtHand = (): readonly Entry[] => {
  const client = useQueryClient();
  const go = useGo();
  const rows = client
    .getQueriesData<InfiniteData<ConversationPage>>({ queryKey: keys.lists })
    .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []);
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  return unique.map((row) => conversationEntry(row, go));
};

const conversationEntry = (row: ConversationRow, go: ReturnType<typeof useGo>): Entry =>
  entry({
    id: row.id,
    name: row.subject,
    detail: row.customerName,
    also: row.lastMessage?.preview ?? '',
    icon: <ChannelIcon channel={row.channel} />,
    run: () => go({ view: row.stage.status, conversationId: row.id }),
  });

/** Conversations that a search found, as entries. */
export const useFoundEntries = (rows: readonly ConversationRow[]): readonly Entry[] => {
  const go = useGo();
  return rows.map((row) => conversationEntry(row, go));
};

const settingEntries = (): readonly Entry[] => {
  const { theme, density } = preferences.get();
  const nextTheme = theme === 'dark' ? 'light' : 'dark';
  const nextDensity = density === 'compact' ? 'comfortable' : 'compact';
  return [
    entry({
      id: 'theme',
      name: `Use the ${nextTheme} theme`,
      icon: <Moon size={14} />,
      run: () => setPreference({ theme: nextTheme }),
    }),
    entry({
      id: 'density',
      name: `Use ${nextDensity} rows`,
      icon: <Rows3 size={14} />,
      run: () => setPreference({ density: nextDensity }),
    }),
    entry({
      id: 'shortcuts',
      name: 'Keyboard shortcuts',
      shortcut: '?',
      icon: <Keyboard size={14} />,
      run: () => overlay.set('shortcuts'),
    }),
  ];
};
