import type { ConversationDetail, ConversationPage, Ticket } from '#functions/agent-api/contract.ts';
import type { Wake } from '../world/agenda.ts';
import type { Outcome } from '../world/invocations.ts';
import type { World } from '../world/world.ts';
import { apiWake, statusOf } from './agents.ts';
import { type ConsoleModel, createConsoleModel, type Question } from './console-model.ts';

/** One agent's console: its line may break at any time. */
export type Console = {
  readonly agentId: string;
  /** What it shows. */
  model(): ConsoleModel;
  /** Opens a new line and loads afresh. */
  connect(afterMs?: number): void;
  /** The line breaks; API Gateway tells the function a while later. */
  drop(): void;
  /** Asks whether it missed something, or comes back. True once it was answered so often that nothing can be left. */
  resync(): boolean;
};

type Asked = Parameters<typeof apiWake>[1] & { readonly afterMs?: number };
type Following = { readonly afterMs?: number; readonly ended?: (outcome: Outcome) => void };

const views = ['open', 'snoozed', 'resolved'] as const;
const retryMs = 2000;
/** The second one comes after everything that the first one set off. */
const enoughAnswers = 2;
/** A console that is not told that it is subscribed begins anew. */
const patienceMs = 12_000;
const disconnectsAfterMs = 5000;

const bodyOf = <Body>(outcome: Outcome): Body =>
  JSON.parse(outcome.kind === 'answered' ? String((outcome.answer as { readonly body?: string }).body) : '{}') as Body;

const socketWake = (routeKey: string, connectionId: string, more: object = {}): Wake => ({
  name: 'realtime',
  event: { requestContext: { routeKey, connectionId, eventType: 'MESSAGE' }, isBase64Encoded: false, ...more },
});

export function createConsole(world: World, agentId: string): Console {
  let model = createConsoleModel();
  let socketId: string | undefined;
  /** Counts connections: what belongs to an earlier one is ignored. */
  let connection = 0;
  let isSubscribed = false;
  /** Signs of life that were answered since one was not. */
  let answers = 0;
  let isAnswered = true;
  let asked = 0;

  function later(what: string, wake: Wake, { afterMs = 0, ended = () => undefined }: Following = {}): void {
    world.agenda.add({
      at: world.time.ms() + afterMs,
      label: `console of ${agentId}: ${what}`,
      start: () => wake,
      ended,
    });
  }

  /** Asks the API until it answers, for as long as this connection lasts. */
  function ask(asks: Asked, answered: (outcome: Outcome) => void): void {
    const asking = connection;
    asked += 1;
    later(asks.path, apiWake(agentId, asks, `console-request-${asked}`), {
      ...(asks.afterMs === undefined ? {} : { afterMs: asks.afterMs }),
      ended(outcome) {
        if (connection !== asking) return;
        if (statusOf(outcome) < 300) answered(outcome);
        else ask({ ...asks, afterMs: retryMs }, answered);
      },
    });
  }

  function readConversation(id: string): void {
    model.asks(id);
    ask({ method: 'GET', path: `/v1/conversations/${id}` }, (outcome) => {
      for (const question of model.read(bodyOf<ConversationDetail>(outcome))) answer(question);
    });
  }

  function readList(view: (typeof views)[number]): void {
    ask({ method: 'GET', path: `/v1/conversations?view=${view}&limit=100` }, (outcome) => {
      const { items } = bodyOf<ConversationPage>(outcome);
      model.listed(items);
      const id = model.shown?.id ?? items[0]?.id;
      if (view === 'open' && id !== undefined) readConversation(id);
    });
  }

  function answer(question: Question): void {
    if (question.ask === 'conversation') readConversation(question.id);
    else for (const view of views) readList(view);
  }

  function hear(text: string): void {
    if (text.includes('"subscribed"')) isSubscribed = true;
    if (/"(subscribed|pong)"/.test(text)) isAnswered = true;
    for (const question of model.hear(text)) answer(question);
  }

  function subscribe(socket: string): void {
    const subscribing = connection;
    const body = JSON.stringify({ type: 'subscribe', topics: ['account'] });
    later('subscribe', socketWake('$default', socket, { body }));
    world.agenda.add({
      at: world.time.ms() + patienceMs,
      label: `console of ${agentId} looks at its watch`,
      start() {
        if (connection === subscribing && socketId === socket && !isSubscribed) connect();
        return undefined;
      },
    });
  }

  function open(ticket: string): void {
    const opening = connection;
    const socket = `socket-${agentId}-${connection}`;
    later('connect', socketWake('$connect', socket, { queryStringParameters: { ticket } }), {
      ended(outcome) {
        if (connection !== opening) return;
        if (statusOf(outcome) >= 300) {
          connect(retryMs);
          return;
        }
        socketId = socket;
        world.sockets.open(socket, hear);
        subscribe(socket);
      },
    });
  }

  function connect(afterMs = 0): void {
    drop();
    connection += 1;
    isSubscribed = false;
    model = createConsoleModel();
    ask({ method: 'POST', path: '/v1/realtime/tickets', body: {}, afterMs }, (outcome) =>
      open(bodyOf<Ticket>(outcome).ticket),
    );
  }

  function drop(): void {
    if (socketId === undefined) return;
    world.sockets.close(socketId);
    later('is gone', socketWake('$disconnect', socketId), { afterMs: disconnectsAfterMs });
    socketId = undefined;
  }

  return {
    agentId,
    model: () => model,
    connect,
    drop,
    resync() {
      answers = isAnswered ? answers + 1 : 0;
      if (answers > enoughAnswers) return true;
      isAnswered = false;
      if (socketId === undefined) connect();
      else later('ping', socketWake('$default', socketId, { body: '{"type":"ping"}' }));
      return false;
    },
  };
}
