import { ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import type { ReplyOption } from '../api/types.ts';
import { channelIcons } from '../format/channel-icons.ts';
import { capitalised, channelNames, publicWord } from '../format/words.ts';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';
import { type ReplyWays, wayKey } from './use-reply-ways.ts';

type ChannelMenuProps = { readonly ways: ReplyWays; readonly chosen: ReplyOption };

/** By which channel and to which address the answer goes. */
export const ChannelMenu = ({ ways, chosen }: ChannelMenuProps) => {
  const Icon = channelIcons[chosen.channel];
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={`${nameOf(chosen)}: ${chosen.to}. Answer another way`}
        className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-m px-2 text-12 text-text-2 hover-tint pointer-coarse:h-11"
      >
        <Icon size={14} aria-hidden />
        <span className="shrink-0">{nameOf(chosen)}:</span>
        <bdi className="truncate">{chosen.to}</bdi>
        <ChevronDown size={12} aria-hidden />
      </AriaButton>
      <Menu aria-label="Answer by" placement="top end">
        <MenuSection title="Answer by" selectedKeys={[wayKey(chosen)]} onSelect={ways.choose}>
          {ways.all.map((way) => (
            <WayItem key={wayKey(way)} way={way} />
          ))}
        </MenuSection>
      </Menu>
    </MenuTrigger>
  );
};

const nameOf = ({ channel, isPublic }: ReplyOption): string =>
  isPublic ? publicWord(channel) : capitalised(channelNames[channel]);

const WayItem = ({ way }: { readonly way: ReplyOption }) => {
  const Icon = channelIcons[way.channel];
  const reason = way.may === 'nothing' ? capitalised(way.reason ?? 'not possible now') : undefined;
  const more = reason ?? (way.may === 'template' ? 'Only a template' : way.connectionName);
  return (
    <MenuItem
      id={wayKey(way)}
      isDisabled={way.may === 'nothing'}
      icon={<Icon size={14} aria-hidden />}
      label={`${nameOf(way)}: ${way.to}`}
      description={more}
    />
  );
};
