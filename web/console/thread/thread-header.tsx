import { ArrowLeft, CircleCheck, Ellipsis, Link2, PanelRight, Replace, RotateCcw, UserRoundPlus } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { useBootstrap } from '../api/context.ts';
import type { Conversation } from '../api/types.ts';
import { preferences, setPreference } from '../preferences/preferences.ts';
import { overlay, useHasTwoPanes, useIsWide } from '../stores/layout.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { ChannelMark, PriorityMark, PublicMark, SlaChip } from '../ui/chips.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { confirmDone } from '../ui/toast.ts';
import { Viewers } from './onlookers.tsx';
import { PriorityMenu } from './priority-menu.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';

type ThreadHeaderProps = {
  readonly conversation: Conversation;
  readonly handle: string | undefined;
  readonly onLeave: () => void;
};

/** Subject and state, and everything that can be done; labels give way before the subject does. */
export const ThreadHeader = ({ conversation, handle, onLeave }: ThreadHeaderProps) => {
  const hasTwoPanes = useHasTwoPanes();
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-1 border-b border-border ps-4 pe-3 @max-[480px]:flex-wrap @max-[480px]:py-1">
      {hasTwoPanes ? null : (
        <IconButton
          icon={ArrowLeft}
          name="Back to the list"
          shortcut="u"
          className="-ms-2 rtl:-scale-x-100"
          onPress={onLeave}
        />
      )}
      <div className="me-2 min-w-0 grow basis-0 @max-[480px]:me-0 @max-[480px]:basis-3/4">
        <h1 dir="auto" className="truncate text-start text-14 font-semibold" title={conversation.subject}>
          {conversation.subject}
        </h1>
        <div className="flex h-4 items-center gap-2 text-12 text-text-3">
          <ConversationChannel conversation={conversation} />
          {handle ? <bdi className="truncate @max-[480px]:hidden">{handle}</bdi> : null}
          <QueueName id={conversation.queueId} />
          <PriorityMark priority={conversation.priority} />
          <SlaChip row={conversation} />
          <Viewers conversationId={conversation.id} />
        </div>
      </div>
      <div className="flex shrink-0 items-center gap-1 @max-[480px]:w-full @max-[480px]:justify-between">
        <HolderButton conversation={conversation} />
        <PriorityMenu conversation={conversation} />
        <SnoozeMenu conversation={conversation} />
        <span className="@max-[640px]:hidden">
          <IconButton icon={Replace} name="Transfer" shortcut="t" onPress={() => overlay.set('transfer')} />
        </span>
        <MoreMenu />
        <ResolveButton conversation={conversation} />
      </div>
    </header>
  );
};

const ConversationChannel = ({ conversation: { channel, replyTo } }: Pick<ThreadHeaderProps, 'conversation'>) =>
  replyTo?.isPublic ? <PublicMark channel={channel} /> : <ChannelMark channel={channel} />;

const QueueName = ({ id }: { readonly id: string }) => {
  const { queues } = useBootstrap();
  return <bdi className="max-w-32 shrink-0 truncate">{queues.find((queue) => queue.id === id)?.name ?? id}</bdi>;
};

const HolderButton = ({ conversation }: { readonly conversation: Conversation }) => {
  const { holder } = conversation;
  const label = holder.kind === 'agent' ? `Assigned to ${holder.agentName}. Assign` : 'Assign';
  return (
    <AriaButton
      aria-label={label}
      onPress={() => overlay.set('assign')}
      className="inline-flex h-(--ctl) shrink-0 items-center gap-2 rounded-m border border-border px-2 text-13 hover-tint @max-[640px]:border-transparent @max-[640px]:px-1"
    >
      {holder.kind === 'agent' ? <Avatar name={holder.agentName} size={20} /> : <UserRoundPlus size={16} aria-hidden />}
      <bdi className="max-w-32 truncate @max-[640px]:hidden">
        {holder.kind === 'agent' ? holder.agentName : 'Assign'}
      </bdi>
    </AriaButton>
  );
};

const MoreMenu = () => {
  const isWide = useIsWide();
  const showCustomer = (): void =>
    isWide ? setPreference({ panelOpen: !preferences.get().panelOpen }) : overlay.set('customer');
  const copyLink = (): void => void navigator.clipboard.writeText(location.href).then(() => confirmDone('Link copied'));
  return (
    <MenuTrigger>
      <IconButton icon={Ellipsis} name="More" />
      <Menu aria-label="More">
        <MenuItem
          id="customer"
          icon={<PanelRight size={14} />}
          label="Customer panel"
          shortcut="]"
          onAction={showCustomer}
        />
        <MenuItem
          id="transfer"
          icon={<Replace size={14} />}
          label="Transfer…"
          shortcut="t"
          onAction={() => overlay.set('transfer')}
        />
        <MenuItem id="link" icon={<Link2 size={14} />} label="Copy link" onAction={copyLink} />
      </Menu>
    </MenuTrigger>
  );
};

const ResolveButton = ({ conversation }: { readonly conversation: Conversation }) => {
  const actions = useConversationActions();
  const isOpen = conversation.stage.status !== 'resolved';
  const [Icon, label] = isOpen ? [CircleCheck, 'Resolve'] : [RotateCcw, 'Reopen'];
  return (
    <Button
      aria-label={label}
      className="@max-[640px]:w-(--ctl) @max-[640px]:px-0!"
      onPress={() => void (isOpen ? actions.resolve(conversation) : actions.reopen(conversation))}
    >
      <Icon size={16} aria-hidden />
      <span className="@max-[640px]:hidden">{label}</span>
      <Kbd className="text-text-2 @max-[640px]:hidden">e</Kbd>
    </Button>
  );
};
