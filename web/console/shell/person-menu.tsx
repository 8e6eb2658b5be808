import { LogOut } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { TooltipTrigger } from 'react-aria-components/Tooltip';
import { useBootstrap } from '../api/context.ts';
import type { Presence } from '../api/types.ts';
import { presenceNames } from '../format/words.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Hint } from '../ui/hint.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';
import { usePresence } from './use-presence.ts';
import { useSignOut } from './use-sign-out.ts';

const presences = ['available', 'away', 'offline'] as const satisfies readonly Presence[];
const meanings: Record<Presence, string> = { available: 'Gets new work', away: 'No new work', offline: 'Not here' };

/** Who one is, whether one takes new conversations, and the way out. */
export const PersonMenu = () => {
  const { me, role } = useBootstrap();
  const setPresence = usePresence();
  const signOut = useSignOut();
  return (
    <MenuTrigger>
      <TooltipTrigger delay={500}>
        <AriaButton
          aria-label={`${me.name}, ${presenceNames[me.presence].toLowerCase()}`}
          className="grid size-9 place-items-center rounded-full max-sm:size-11"
        >
          <Avatar name={me.name} presence={me.presence} />
        </AriaButton>
        <Hint placement="end">
          {me.name} · {presenceNames[me.presence]}
        </Hint>
      </TooltipTrigger>
      <Menu placement="end bottom" aria-label="You">
        <MenuSection
          title={`${me.name} · ${role} · ${me.load} of ${me.capacity} in hand`}
          selectedKeys={[me.presence]}
          onSelect={(key) => setPresence(key as Presence)}
        >
          {presences.map((each) => (
            <MenuItem key={each} id={each} label={presenceNames[each]} detail={meanings[each]} />
          ))}
        </MenuSection>
        <MenuSection title="This device">
          <MenuItem id="sign-out" icon={<LogOut size={14} />} label="Sign out" onAction={signOut} />
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
};
