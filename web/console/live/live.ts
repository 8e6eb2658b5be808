import type { QueryClient } from '@tanstack/react-query';
import type { Bootstrap, Ticket } from '#functions/agent-api/contract.ts';
import type { ClientFrame, ServerFrame, Topic } from '#functions/realtime/contract.ts';
import type { Api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { hearHappened, hearTime } from '../stores/clock.ts';
import { applyAgent, applyNews } from './apply-news.ts';
import { hearTyping } from './customer-typing.ts';
import { onlookers, socketState } from './live-state.ts';
import { createSeenSequence } from './seen-sequence.ts';
import { openSocket } from './socket.ts';

export type Doing = 'viewing' | 'replying';
export type Live = {
  /** Follows one conversation's onlookers and tells them what we do there; nothing follows none. */
  attend(conversationId: string | undefined): void;
  doing(what: Doing): void;
  close(): void;
};

/** Going from one conversation to the next is not leaving. */
const leaveAfterMs = 200;

type Needs = { readonly api: Api; readonly client: QueryClient };

/** Keeps the cache in step with the account: applies every change, catches up after each gap. */
export const startLive = ({ api, client }: Needs, { me, seq }: Pick<Bootstrap, 'me' | 'seq'>): Live => {
  const seen = createSeenSequence(seq);
  let attended: string | undefined;
  let doing: Doing = 'viewing';

  const subscribe = (): void => socket.send(subscription(me.id, attended, seen.upTo()));
  const announce = (): void => {
    if (attended) socket.send({ type: 'presence', conversationId: attended, doing });
  };
  const leave = (): void => {
    if (attended) socket.send({ type: 'presence', conversationId: attended, doing: 'left' });
    attended = undefined;
  };
  const catchUp = (frame: Extract<ServerFrame, { type: 'subscribed' }>): void => {
    const hasGap = frame.seq > seen.upTo();
    seen.catchUp(frame.seq);
    if (!hasGap && frame.missed.complete) return;
    readAgain(client, frame.missed);
  };
  const onFrame = (frame: ServerFrame): void => {
    switch (frame.type) {
      case 'change':
        seen.add(frame.seq);
        for (const { at } of frame.events) hearHappened(at);
        applyNews(client, frame);
        break;
      case 'agent':
        applyAgent(client, frame.agent);
        break;
      case 'subscribed':
        hearTime(frame.now);
        catchUp(frame);
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
        if (frame.seq > seen.upTo()) subscribe();
        else announce();
        break;
      case 'problem':
        break;
    }
  };
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const socket = openSocket({
    openTicket: () => api.change<Ticket>(ticketRequest()),
    onOpen: subscribe,
    onFrame,
    onUnknown: () => readAgain(client, { conversationIds: [], complete: false }),
    onState: socketState.set,
  });
  return {
    attend: (conversationId) => {
      clearTimeout(leaving);
      if (conversationId === undefined) {
        leaving = setTimeout(leave, leaveAfterMs);
        return;
      }
      if (conversationId === attended) return;
      attended = conversationId;
      doing = 'viewing';
      // What we do there is told once the subscription stands: two frames at once could overwrite each other.
      subscribe();
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

const subscription = (meId: string, attended: string | undefined, since: number): ClientFrame => {
  const topics: Topic[] = ['account', `inbox:${meId}`];
  if (attended) topics.push(`conversation:${attended}`);
  return { type: 'subscribe', topics, since };
};

const ticketRequest = () => ({
  method: 'POST' as const,
  path: '/v1/realtime/tickets',
  body: {},
  idempotencyKey: crypto.randomUUID(),
});

const readAgain = (client: QueryClient, missed: { conversationIds: readonly string[]; complete: boolean }): void => {
  void client.invalidateQueries({ queryKey: keys.lists });
  if (missed.complete) {
    for (const id of missed.conversationIds) void client.invalidateQueries({ queryKey: keys.detail(id) });
    return;
  }
  void client.invalidateQueries({ queryKey: keys.details });
  void client.invalidateQueries({ queryKey: keys.bootstrap });
};
