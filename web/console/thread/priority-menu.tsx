import { Flag } from 'lucide-react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { type Conversation, type Priority, priorities } from '../api/types.ts';
import { priorityNames } from '../format/words.ts';
import { openMenu } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';

export const PriorityMenu = ({ conversation }: { readonly conversation: Conversation }) => {
  const isOpen = useStore(openMenu, (shown) => shown === 'priority');
  const actions = useConversationActions();
  const choose = (key: string): void => void actions.prioritise(conversation, key as Priority);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={(next) => openMenu.set(next ? 'priority' : undefined)}>
      <IconButton icon={Flag} name={`Priority: ${priorityNames[conversation.priority]}`} shortcut="p" />
      <Menu aria-label="Priority">
        <MenuSection title="Priority" selectedKeys={[conversation.priority]} onSelect={choose}>
          {priorities.map((each) => (
            <MenuItem key={each} id={each} label={priorityNames[each]} />
          ))}
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
};
