import type { QueryClient } from '@tanstack/react-query';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import { keys } from '../api/keys.ts';
import type { Followed } from './following.ts';
import { concernLists, conversationsOf } from './topics.ts';

/** Everything that is shown may be old. */
export const readAllAgain = (client: QueryClient): void => {
  for (const queryKey of [keys.lists, keys.details, keys.bootstrap]) void client.invalidateQueries({ queryKey });
};

export const readConversationAgain = (client: QueryClient, id: string): void => {
  for (const queryKey of [keys.lists, keys.detail(id)]) void client.invalidateQueries({ queryKey });
};

/** What is followed from now on may have changed before; what is followed no more will. */
export const readWhatIsNew = (client: QueryClient, followed: Followed, meId: string): void => {
  if (followed.isFirst) readAllAgain(client);
  else readAdded(client, followed, meId);
};

const readAdded = (client: QueryClient, { added, removed }: Followed, meId: string): void => {
  if (concernLists([...added, ...removed])) {
    const refetchType = concernLists(added) ? 'active' : 'none';
    void client.invalidateQueries({ queryKey: keys.lists, refetchType });
  }
  for (const id of conversationsOf(added)) {
    if (!isHeldBy(client, id, meId)) void client.invalidateQueries({ queryKey: keys.detail(id) });
  }
  if (added.includes('agents')) void client.invalidateQueries({ queryKey: keys.bootstrap });
};

/** Then it was told with one's own inbox all the time. */
const isHeldBy = (client: QueryClient, id: string, meId: string): boolean => {
  const holder = client.getQueryData<ConversationDetail>(keys.detail(id))?.conversation.holder;
  return holder?.kind === 'agent' && holder.agentId === meId;
};
