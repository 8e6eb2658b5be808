import { useNavigate, useParams } from '@tanstack/react-router';
import { Inbox, List, type LucideIcon, Search } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { overlay } from '../stores/layout.ts';
import { PersonMenu } from './person-menu.tsx';
import { SettingsMenu } from './settings-menu.tsx';

/** The bar of the phone layout; gives way to the composer while a conversation is open. */
export const BottomBar = () => {
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  if (conversationId) return null;
  return (
    <header className="flex h-14 shrink-0 items-center justify-around border-t border-border bg-surface pb-[env(safe-area-inset-bottom)]">
      <BarButton
        icon={Inbox}
        name="Inbox"
        onPress={() =>
          void navigate({ to: '/inbox/$view/{-$conversationId}', params: { view: 'mine', conversationId: undefined } })
        }
      />
      <BarButton icon={List} name="Views" onPress={() => overlay.set('nav')} />
      <BarButton icon={Search} name="Search" onPress={() => overlay.set('palette')} />
      <SettingsMenu />
      <PersonMenu />
    </header>
  );
};

type BarButtonProps = { readonly icon: LucideIcon; readonly name: string; readonly onPress: () => void };

const BarButton = ({ icon: Icon, name, onPress }: BarButtonProps) => (
  <AriaButton
    onPress={onPress}
    className="grid h-12 w-16 place-content-center justify-items-center rounded-m text-11 text-text-2"
  >
    <Icon size={18} aria-hidden />
    {name}
  </AriaButton>
);
