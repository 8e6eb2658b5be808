import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { Coffee } from 'lucide-react';
import type { ConversationPage } from '#functions/agent-api/contract.ts';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { keys } from '../api/keys.ts';
import { useListCount } from '../shell/use-nav-lists.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Place } from './use-place.ts';

/** Inbox zero, and the way to more. */
export const TakeNext = ({ place }: { readonly place: Place }) => {
  const waiting = useListCount({ view: 'unassigned' }) ?? '0';
  const client = useQueryClient();
  const actions = useConversationActions();
  const take = (): void => {
    const data = client.getQueryData<InfiniteData<ConversationPage>>(keys.list({ view: 'unassigned' }));
    const longestWaiting = data?.pages.at(-1)?.items.at(-1);
    if (!longestWaiting) return;
    place.open(longestWaiting.id);
    void actions.assignToMe(longestWaiting);
  };
  if (waiting === '0') return <Notice icon={Coffee}>Nothing waiting. Nobody is unassigned either.</Notice>;
  return (
    <Notice
      icon={Coffee}
      action={
        <Button look="primary" onPress={take}>
          Take the next one
        </Button>
      }
    >
      Nothing waiting. {waiting} {waiting === '1' ? 'is' : 'are'} unassigned.
    </Notice>
  );
};
