import { useParams } from '@tanstack/react-router';
import { Merge, NotebookPen, Plus, Split, UsersRound } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { type InteractionDialog, interactionDialog } from '../interactions/dialog-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';

/** What is entered by hand: something that happened elsewhere, and how conversations belong together. */
export const MoreMenu = () => {
  const { conversationId } = useParams({ strict: false });
  const open = (kind: Exclude<InteractionDialog['kind'], 'log-new'>) => () =>
    conversationId && interactionDialog.set({ kind, conversationId });
  return (
    <MenuTrigger>
      <IconButton icon={Plus} size={18} name="Log, join, split, merge" />
      <Menu placement="end top" aria-label="Log, join, split, merge">
        <MenuSection title="Log an interaction">
          <MenuItem
            id="log-new"
            icon={<NotebookPen size={14} />}
            label="With a new customer…"
            onAction={() => interactionDialog.set({ kind: 'log-new' })}
          />
          {conversationId ? (
            <MenuItem id="log" icon={<NotebookPen size={14} />} label="In this conversation…" onAction={open('log')} />
          ) : null}
        </MenuSection>
        {conversationId ? (
          <MenuSection title="This conversation">
            <MenuItem id="join" icon={<Merge size={14} />} label="Join another…" onAction={open('join')} />
            <MenuItem id="split" icon={<Split size={14} />} label="Split messages off…" onAction={open('split')} />
            <MenuItem id="merge" icon={<UsersRound size={14} />} label="Merge customers…" onAction={open('merge')} />
          </MenuSection>
        ) : null}
      </Menu>
    </MenuTrigger>
  );
};
