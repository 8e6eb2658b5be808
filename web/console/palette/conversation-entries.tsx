import {
  CircleCheck,
  Clock,
  Lock,
  Merge,
  NotebookPen,
  PanelRight,
  Replace,
  Reply,
  RotateCcw,
  Split,
  UserRound,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import type { ConversationActions } from '../actions/conversation-actions.ts';
import { focusComposer } from '../composer/composer-focus.ts';
import { type InteractionDialog, interactionDialog } from '../interactions/dialog-store.ts';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { openMenu, overlay } from '../stores/layout.ts';
import { type Entry, entry } from './entry.ts';

/** What can be done to the open conversation. */
export const conversationEntries = (row: ConversationRow, actions: ConversationActions): readonly Entry[] => [
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
  ...interactionEntries(row.id),
  entry({ id: 'customer', name: 'Customer panel', shortcut: ']', icon: <PanelRight size={14} />, run: showCustomer }),
];

const opening = (kind: Exclude<InteractionDialog['kind'], 'log-new'>, conversationId: string) => (): void =>
  interactionDialog.set({ kind, conversationId });

const interactionEntries = (id: string): readonly Entry[] => [
  entry({
    id: 'log',
    name: 'Log an interaction…',
    also: 'phone call visit letter meeting video enter',
    icon: <NotebookPen size={14} />,
    run: opening('log', id),
  }),
  entry({
    id: 'join',
    name: 'Join another conversation…',
    also: 'merge combine',
    icon: <Merge size={14} />,
    run: opening('join', id),
  }),
  entry({ id: 'split', name: 'Split messages off…', icon: <Split size={14} />, run: opening('split', id) }),
  entry({
    id: 'merge',
    name: 'Merge customers…',
    also: 'same person',
    icon: <UsersRound size={14} />,
    run: opening('merge', id),
  }),
];

const showCustomer = (): void =>
  matchMedia('(min-width: 1280px)').matches
    ? setPreference({ panelOpen: !preferences.get().panelOpen })
    : overlay.set('customer');
