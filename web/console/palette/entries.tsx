import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  CircleCheck,
  Clock,
  Hash,
  Keyboard,
  Lock,
  Moon,
  PanelRight,
  Replace,
  Reply,
  RotateCcw,
  Rows3,
  UserRound,
  UserRoundPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConversationDetail, ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import { type ConversationActions, useConversationActions } from '../actions/conversation-actions.ts';
import { useBootstrap } from '../api/context.ts';
import { keys } from '../api/keys.ts';
import { focusComposer } from '../composer/composer-focus.ts';
import { usePlace } from '../inbox/use-place.ts';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { viewEntries } from '../shell/view-list.ts';
import { openMenu, overlay } from '../stores/layout.ts';
import { ChannelIcon } from '../ui/chips.tsx';

export type Entry = {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
  readonly shortcut?: string;
  readonly icon: ReactNode;
  /** Lower-case text in which words are looked for. */
  readonly haystack: string;
  readonly run: () => void;
};

type Draft = Omit<Entry, 'haystack'> & { readonly also?: string };

const entry = ({ also = '', ...draft }: Draft): Entry => ({
  ...draft,
  haystack: `${draft.name} ${draft.detail ?? ''} ${also}`.toLowerCase(),
});

/** What the palette offers here: the open conversation's commands first. */
export const useEntries = (): readonly Entry[] => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { queues } = useBootstrap();
  const { conversationId } = usePlace();
  const actions = useConversationActions();
  const open = conversationId
    ? client.getQueryData<ConversationDetail>(keys.detail(conversationId))?.conversation
    : undefined;
  const rows = client
    .getQueriesData<InfiniteData<ConversationPage>>({ queryKey: keys.lists })
    .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []);
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  const go = (
    params: { view: (typeof viewEntries)[number]['view'] | 'queue'; conversationId: string | undefined },
    queue?: string,
  ) => void navigate({ to: '/inbox/$view/{-$conversationId}', params, search: queue ? { queue } : {} });
  return [
    ...(open ? conversationEntries(open, actions) : []),
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
    ...settingEntries(),
    ...unique.map((row) =>
      entry({
        id: row.id,
        name: row.subject,
        detail: row.customerName,
        also: row.lastMessage?.preview ?? '',
        icon: <ChannelIcon channel={row.channel} />,
        run: () => go({ view: row.stage.status === 'open' ? 'open' : row.stage.status, conversationId: row.id }),
      }),
    ),
  ];
};

const conversationEntries = (row: ConversationRow, actions: ConversationActions): readonly Entry[] => [
  entry({ id: 'reply', name: 'Reply', shortcut: 'r', icon: <Reply size={14} />, run: () => focusComposer('reply') }),
  entry({
    id: 'note',
    name: 'Add internal note',
    shortcut: 'n',
    icon: <Lock size={14} />,
    run: () => focusComposer('note'),
  }),
  row.stage.status === 'resolved'
    ? entry({
        id: 'reopen',
        name: 'Reopen',
        shortcut: 'e',
        icon: <RotateCcw size={14} />,
        run: () => void actions.reopen(row),
      })
    : entry({
        id: 'resolve',
        name: 'Resolve',
        shortcut: 'e',
        icon: <CircleCheck size={14} />,
        run: () => void actions.resolve(row),
        also: 'close',
      }),
  entry({
    id: 'mine',
    name: 'Assign to me',
    shortcut: 'm',
    icon: <UserRound size={14} />,
    run: () => void actions.assignToMe(row),
  }),
  entry({
    id: 'assign',
    name: 'Assign…',
    shortcut: 'a',
    icon: <UserRoundPlus size={14} />,
    run: () => overlay.set('assign'),
  }),
  entry({
    id: 'transfer',
    name: 'Transfer…',
    shortcut: 't',
    icon: <Replace size={14} />,
    run: () => overlay.set('transfer'),
  }),
  entry({ id: 'snooze', name: 'Snooze…', shortcut: 's', icon: <Clock size={14} />, run: () => openMenu.set('snooze') }),
  entry({ id: 'customer', name: 'Customer panel', shortcut: ']', icon: <PanelRight size={14} />, run: showCustomer }),
];

const showCustomer = (): void =>
  matchMedia('(min-width: 1280px)').matches
    ? setPreference({ panelOpen: !preferences.get().panelOpen })
    : overlay.set('customer');

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
