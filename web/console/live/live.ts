import type { QueryClient } from '@tanstack/react-query';
import type { Ticket } from '#functions/agent-api/contract.ts';
import type { ServerFrame, Topic } from '#functions/realtime/contract.ts';
import type { Api } from '../api/client.ts';
import { hearHappened, hearTime } from '../stores/clock.ts';
import { applyAgent, applyNews } from './apply-news.ts';
import { hearTyping } from './customer-typing.ts';
import { createFollowing } from './following.ts';
import { onlookers, socketState } from './live-state.ts';
import { readAllAgain, readConversationAgain, readWhatIsNew } from './read-again.ts';
import { openSocket } from './socket.ts';

export type Doing = 'viewing' | 'replying';
export type Live = {
  /** Hears of these for as long as they are shown: until the returned function is called. */
  follow(topics: readonly Topic[]): () => void;
  /** Follows one conversation's onlookers and tells them what we do there; nothing follows none. */
  attend(conversationId: string | undefined): void;
  doing(what: Doing): void;
  close(): void;
};

/** Going from one conversation to the next is not leaving. */
const leaveAfterMs = 200;

type Needs = { readonly api: Api; readonly client: QueryClient };

/** Keeps the cache in step with the account: applies every change that is followed, reads again after each gap. */
export const startLive = ({ api, client }: Needs, meId: string): Live => {
  const following = createFollowing((topics) => socket.send({ type: 'subscribe', topics: [...topics] }));
  let attended: { readonly id: string; readonly unfollow: () => void } | undefined;
  let doing: Doing = 'viewing';

  const announce = (): void => {
    if (attended) socket.send({ type: 'presence', conversationId: attended.id, doing });
  };
  const leave = (): void => {
    if (attended) socket.send({ type: 'presence', conversationId: attended.id, doing: 'left' });
    attended?.unfollow();
    attended = undefined;
  };
  const onFrame = (frame: ServerFrame): void => {
    switch (frame.type) {
      case 'change':
        for (const { at } of frame.events) hearHappened(at);
        applyNews(client, frame);
        break;
      case 'stale':
        if (frame.conversationId === undefined) readAllAgain(client);
        else readConversationAgain(client, frame.conversationId);
        break;
      case 'agent':
        applyAgent(client, frame.agent);
        break;
      case 'subscribed':
        hearTime(frame.now);
        readWhatIsNew(client, following.confirm(), meId);
        announce();
        break;
      case 'onlookers':
        onlookers.update((all) => ({ ...all, [frame.conversationId]: frame.people }));
        break;
      case 'customer-typing':
        hearTyping(frame.conversationId);
        break;
      case 'pong':
        hearTime(frame.now);
        following.remind();
        announce();
        break;
      case 'problem':
        break;
    }
  };
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const socket = openSocket({
    openTicket: () => api.change<Ticket>(ticketRequest()),
    onOpen: following.restart,
    onFrame,
    onUnknown: () => readAllAgain(client),
    onState: socketState.set,
  });
  following.want([`inbox:${meId}`]);
  return {
    follow: following.want,
    attend: (conversationId) => {
      clearTimeout(leaving);
      if (conversationId === undefined) {
        leaving = setTimeout(leave, leaveAfterMs);
        return;
      }
      if (conversationId === attended?.id) return;
      attended?.unfollow();
      // What we do there is told once the subscription stands: two frames at once could overwrite each other.
      attended = { id: conversationId, unfollow: following.want([`conversation:${conversationId}`]) };
      doing = 'viewing';
    },
    doing: (what) => {
      if (what === doing) return;
      doing = what;
      announce();
    },
    close: () => {
      clearTimeout(leaving);
      socket.close();
    },
  };
};

const ticketRequest = () => ({
  method: 'POST' as const,
  path: '/v1/realtime/tickets',
  body: {},
  idempotencyKey: crypto.randomUUID(),
});
