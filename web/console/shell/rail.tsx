import { Link } from '@tanstack/react-router';
import { Cable, Inbox, type LucideIcon, PanelLeft, Search, ShieldAlert } from 'lucide-react';
import { Focusable } from 'react-aria-components/Focusable';
import { TooltipTrigger } from 'react-aria-components/Tooltip';
import type { Bootstrap } from '#functions/agent-api/contract.ts';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { BrandMark } from '../session/brand-mark.tsx';
import { overlay, useIsWide } from '../stores/layout.ts';
import { useStore } from '../stores/store.ts';
import { Hint } from '../ui/hint.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { MoreMenu } from './more-menu.tsx';
import { PersonMenu } from './person-menu.tsx';
import { SettingsMenu } from './settings-menu.tsx';

/** The narrow bar at the edge: where one is, and who one is. */
export const Rail = ({ role }: { readonly role: Bootstrap['role'] }) => {
  const isWide = useIsWide();
  const navOpen = useStore(preferences, (value) => value.navOpen);
  return (
    <header className="flex w-13 shrink-0 flex-col items-center gap-2 border-e border-border bg-sunken py-3">
      <BrandMark />
      <nav aria-label="Areas" className="mt-2 grid gap-1">
        <RailLink to="/" icon={Inbox} name="Inbox" />
        {role === 'agent' ? null : <RailLink to="/connections" icon={Cable} name="Connections" />}
        {role === 'agent' ? null : <RailLink to="/quarantine" icon={ShieldAlert} name="Quarantine" />}
      </nav>
      <IconButton
        icon={Search}
        size={18}
        name="Search and commands"
        shortcut="Ctrl K"
        onPress={() => overlay.set('palette')}
      />
      <MoreMenu />
      <IconButton
        icon={PanelLeft}
        size={18}
        name={isWide && navOpen ? 'Hide views' : 'Show views'}
        shortcut="["
        onPress={() => (isWide ? setPreference({ navOpen: !navOpen }) : overlay.set('nav'))}
      />
      <span className="grow" />
      <SettingsMenu />
      <PersonMenu />
    </header>
  );
};

type RailLinkProps = {
  readonly to: '/' | '/connections' | '/quarantine';
  readonly icon: LucideIcon;
  readonly name: string;
};

const RailLink = ({ to, icon: Icon, name }: RailLinkProps) => (
  <TooltipTrigger delay={500}>
    <Focusable>
      <Link
        to={to === '/' ? '/inbox/$view/{-$conversationId}' : to}
        {...(to === '/' ? { params: { view: 'mine', conversationId: undefined } } : {})}
        activeOptions={{ exact: false, includeSearch: false }}
        aria-label={name}
        className="grid size-8 place-items-center rounded-m text-text-2 hover-tint aria-[current]:bg-accent-soft aria-[current]:text-accent"
      >
        <Icon size={18} aria-hidden />
      </Link>
    </Focusable>
    <Hint placement="end">{name}</Hint>
  </TooltipTrigger>
);
