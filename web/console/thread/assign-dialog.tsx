import { Search, UsersRound } from 'lucide-react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { SearchField } from 'react-aria-components/SearchField';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { useBootstrap } from '../api/context.ts';
import type { Agent, Conversation } from '../api/types.ts';
import { presenceNames } from '../format/words.ts';
import { useFollowing } from '../live/live-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Modal } from '../ui/modal.tsx';

type AssignDialogProps = { readonly conversation: Conversation; readonly onClose: () => void };

const backToQueue = 'back-to-queue';
const presenceOrder = { available: 0, away: 1, offline: 2 } as const;
const freePlaces = (agent: Agent): number => agent.capacity - agent.load;

/** Those who are here, serve the queue and have room come first. */
const byFitness = (queueId: string) => (a: Agent, b: Agent) =>
  Number(a.presence === 'offline') - Number(b.presence === 'offline') ||
  Number(b.queueIds.includes(queueId)) - Number(a.queueIds.includes(queueId)) ||
  presenceOrder[a.presence] - presenceOrder[b.presence] ||
  freePlaces(b) - freePlaces(a);

/** Whom to give it, with what each already has in hand. */
export const AssignDialog = ({ conversation, onClose }: AssignDialogProps) => {
  const { agents } = useBootstrap();
  useFollowing(['agents']);
  const actions = useConversationActions();
  const { contains } = useFilter({ sensitivity: 'base' });
  const assign = (key: string): void => {
    onClose();
    void actions.assign(conversation, agents.find(({ id }) => id === key) ?? null);
  };
  const holderId = conversation.holder.kind === 'agent' ? conversation.holder.agentId : undefined;
  return (
    <Modal title="Assign" onClose={onClose}>
      <Autocomplete filter={contains}>
        <SearchField
          aria-label="Find a colleague"
          autoFocus
          className="flex items-center gap-2 border-b border-border px-4"
        >
          <Search size={16} className="text-text-3" aria-hidden />
          <Input
            placeholder="Find a colleague"
            className="h-11 grow bg-transparent text-14 outline-none [&::-webkit-search-cancel-button]:hidden"
          />
        </SearchField>
        <ListBox
          aria-label="Colleagues"
          onAction={(key) => assign(String(key))}
          className="max-h-90 overflow-y-auto p-1.5 outline-none"
          renderEmptyState={() => <p className="p-4 text-center text-13 text-text-2">Nobody of that name.</p>}
        >
          {holderId ? (
            <ListBoxItem id={backToQueue} textValue="Back to the queue" className={option}>
              <span className="grid size-7 place-items-center">
                <UsersRound size={16} aria-hidden />
              </span>
              Back to the queue
            </ListBoxItem>
          ) : null}
          {agents.toSorted(byFitness(conversation.queueId)).map((agent) => (
            <ListBoxItem
              key={agent.id}
              id={agent.id}
              textValue={agent.name}
              className={option}
              isDisabled={agent.id === holderId}
            >
              <AgentLine agent={agent} conversation={conversation} />
            </ListBoxItem>
          ))}
        </ListBox>
      </Autocomplete>
    </Modal>
  );
};

const option =
  'flex min-h-11 items-center gap-3 rounded-m px-2.5 py-1.5 text-13 outline-none data-[disabled]:opacity-50 data-[focused]:bg-accent-soft';

type AgentLineProps = { readonly agent: Agent; readonly conversation: Conversation };

const AgentLine = ({ agent, conversation }: AgentLineProps) => {
  const { me } = useBootstrap();
  const isFull = freePlaces(agent) <= 0;
  const notes = [
    presenceNames[agent.presence],
    ...(agent.queueIds.includes(conversation.queueId) ? [] : ['not in this queue']),
    ...(conversation.language && agent.languages.includes(conversation.language)
      ? [`speaks ${conversation.language}`]
      : []),
  ];
  return (
    <>
      <Avatar name={agent.name} presence={agent.presence} />
      <span className="min-w-0 grow">
        <bdi className="block truncate font-medium">
          {agent.name}
          {agent.id === me.id ? ' (you)' : ''}
        </bdi>
        <span className="block text-12 text-text-2">{notes.join(' · ')}</span>
      </span>
      <span className="grid justify-items-end gap-1">
        <span className={`tabular text-12 ${isFull ? 'font-medium text-warn' : 'text-text-2'}`}>
          {isFull ? 'Full, ' : ''}
          {agent.load} of {agent.capacity}
        </span>
        <span className="h-1 w-16 overflow-hidden rounded-full bg-sunken" aria-hidden>
          <span
            className={`block h-full ${isFull ? 'bg-warn' : 'bg-accent'}`}
            style={{ width: `${Math.min(100, (agent.load / Math.max(1, agent.capacity)) * 100)}%` }}
          />
        </span>
      </span>
    </>
  );
};
