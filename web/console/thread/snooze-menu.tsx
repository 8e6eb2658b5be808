import { Clock } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { useConversationActions } from '../actions/conversation-actions.ts';
import type { Conversation } from '../api/types.ts';
import { moment, snoozeChoices } from '../format/time.ts';
import { nowMs } from '../stores/clock.ts';
import { openMenu, overlay } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';

/** When it should come back; it also comes back when the customer writes. */
export const SnoozeMenu = ({ conversation }: { readonly conversation: Conversation }) => {
  const isOpen = useStore(openMenu, (shown) => shown === 'snooze');
  const actions = useConversationActions();
  const now = new Date(nowMs());
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={(next) => openMenu.set(next ? 'snooze' : undefined)}>
      <IconButton icon={Clock} name="Snooze" shortcut="s" />
      <Menu aria-label="Snooze">
        <MenuSection title="Bring it back">
          {snoozeChoices(now).map(({ id, label, until }) => (
            <MenuItem
              key={id}
              id={id}
              label={label}
              detail={moment(until.toISOString(), now.getTime())}
              onAction={() => void actions.snooze(conversation, until)}
            />
          ))}
          <MenuItem id="custom" label="Choose a time…" onAction={() => overlay.set('snooze-custom')} />
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
};
