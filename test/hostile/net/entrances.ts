import { memoryLedger } from '#adapters/memory/stores.ts';
import { routes as agentRoutes } from '#functions/agent-api/routes.ts';
import { serveChat } from '#functions/chat-api/serve.ts';
import { answerFrame as answerVisitor } from '#functions/chat-socket/frames.ts';
import { managedProviders, managersWith } from '#functions/connections-api/managers.ts';
import type { ConnectionsNeeds } from '#functions/connections-api/needs.ts';
import { connectionRoutes } from '#functions/connections-api/routes.ts';
import type { ApiAnswer, ApiEvent } from '#functions/middleware/api/request.ts';
import { answerRefusals, type Route, routerOf } from '#functions/middleware/api/serve.ts';
import { edge } from '#functions/middleware/edge.ts';
import { answerFrame as answerConsole } from '#functions/realtime/frames.ts';
import { anApiEvent, apiNeeds } from '#test/functions/agent-api/api.ts';
import { aConnection, anAgent, aQueue } from '#test/support/builders.ts';
import { channelNeeds } from '#test/support/channel-needs.ts';
import { aChatSocket } from '#test/support/chat.ts';
import { aChat, chatEvent } from '#test/support/chat-world.ts';
import { aContext, aLog } from '#test/support/lambda.ts';
import { aSocket, memoryScreens, memorySockets } from '#test/support/memory-realtime.ts';
import { aWorld } from '#test/support/memory-world.ts';
import type { Verdict } from '../contract.ts';
import { doors } from './doors.ts';
import { current, eventOf } from './forged-requests.ts';
import type { JsonKind } from './hostile-json.ts';
import { verdictOf } from './signatures.ts';
import { type Signer, signers, urlOf } from './signers.ts';

/** Where JSON comes in. */
export type Entrance = {
  readonly name: string;
  /** What is not taken here; else it is stored. */
  readonly refuses: readonly JsonKind[];
  /** A body that is taken. */
  readonly valid: string;
  readonly enter: (body: string) => Promise<Verdict>;
};

const answered = (status: number | undefined, body = ''): Verdict => {
  if (status === undefined || status >= 500) throw new Error(`HTTP ${status}`);
  return { outcome: status < 400 ? 'stored' : 'refused', reason: `HTTP ${status} ${body.slice(0, 160)}` };
};

/** What was signed goes into the SQS queue as it is, and quarantine tells of it; but for those who parse it at once. */
const refusedBy: Readonly<Record<string, readonly JsonKind[]>> = {
  'generic-webhook': ['prototype', 'twice', 'buried', 'deep', 'huge', 'broken'],
  'in-app': ['deep', 'huge', 'broken'],
};

const signed = (signer: Signer): Entrance => ({
  name: `the webhook of ${signer.provider}`,
  refuses: refusedBy[signer.provider] ?? ['huge'],
  valid: signer.body,
  enter: async (body) => {
    const headers = signer.sign({ body, secret: current(signer), url: urlOf(signer) });
    const credentials = { main: signer.credentials([current(signer)]) };
    const posted = await doors[signer.provider](eventOf(signer, { body, headers }), credentials);
    return posted.status === 400 ? { outcome: 'refused', reason: 'HTTP 400' } : verdictOf(posted);
  },
});

const served = <Needs extends Parameters<typeof routerOf>[0]>(needs: Needs, routes: readonly Route<Needs>[]) => {
  const route = routerOf(needs, routes);
  return edge(aLog(), (event: ApiEvent, context) => route(event, context) as Promise<ApiAnswer>, [answerRefusals()]);
};

function agentApi() {
  const world = aWorld({ agents: [anAgent()], queues: [aQueue()] });
  return served(apiNeeds(world).needs, agentRoutes);
}

function connectionsApi() {
  const telegram = aConnection({ id: 'bot', provider: 'telegram', channel: 'telegram' });
  const world = aWorld({ connections: [telegram] });
  const secrets = new Map<string, string>();
  const offline = {
    ...channelNeeds(telegram, {}, () => new Response('{"ok":false}')).needs,
    secret: async (name: string) => secrets.get(name),
  };
  const needs: ConnectionsNeeds = {
    ...world.needs,
    ledger: memoryLedger(world.memory),
    health: { get: async () => undefined, put: async () => undefined },
    readSecret: async (name) => secrets.get(name),
    writeSecret: async (name, value) => void secrets.set(name, value),
    managerOf: managersWith(offline),
    managedProviders,
    publicUrl: 'https://parley.example',
  };
  return served(needs, connectionRoutes);
}

type Asked = { readonly method: string; readonly path: string; readonly valid: string };

const api = (name: string, open: typeof agentApi, { method, path, valid }: Asked): Entrance => ({
  name,
  refuses: ['buried', 'deep', 'huge', 'broken'],
  valid,
  enter: async (body) => {
    const event = anApiEvent(method, path, { body, key: 'a-key-of-one-change', groups: ['admin'] });
    const answer = await open()(event, aContext());
    return answered(answer.statusCode, answer.body);
  },
});

const chatApi = (path: 'sessions' | 'messages' | 'files' | 'seen', valid: string): Entrance => ({
  name: `the chat API: ${path}`,
  refuses: ['deep', 'huge', 'broken'],
  valid,
  enter: async (body) => {
    const chat = aChat();
    const { token } = await chat.begin();
    const asked = { connection: 'support-web-chat', token, body: {} };
    const answer = await serveChat(chat.needs, { ...chatEvent(path, asked), body });
    return answered(answer.statusCode, answer.body);
  },
});

/** API Gateway closes the socket on a longer one. */
const mostOfFrame = 128 * 1024;

const visitorSocket: Entrance = {
  name: 'a frame of a visitor',
  refuses: ['deep', 'huge', 'broken'],
  valid: '{"type":"message","id":"message-1","text":"hello"}',
  enter: async (body) => {
    const chat = aChat();
    const { sessionId } = await chat.begin();
    const visitors = memoryScreens();
    await chat.needs.store.putSocket(aChatSocket({ id: 'socket', sessionId }));
    await answerVisitor({ ...chat.needs, pushToVisitors: visitors.push }, 'socket', body.slice(0, mostOfFrame));
    const types = visitors.shown.map(({ frame }) => (frame as { readonly type: string }).type);
    return {
      outcome: types.includes('ack') ? 'stored' : 'refused',
      reason: `answered with ${types.join() || 'nothing'}`,
    };
  },
};

const consoleSocket: Entrance = {
  name: 'a frame of a console',
  refuses: ['deep', 'huge', 'broken'],
  valid: '{"type":"subscribe","topics":["account"]}',
  enter: async (body) => {
    const screens = memoryScreens();
    const sockets = memorySockets(aSocket());
    const { needs: world } = aWorld();
    const needs = { ...world, sockets, push: screens.push, tellVisitor: async () => undefined };
    await answerConsole(needs, aSocket().id, body.slice(0, mostOfFrame));
    const types = screens.shown.map(({ frame }) => (frame as { readonly type: string }).type);
    return {
      outcome: types.includes('subscribed') ? 'stored' : 'refused',
      reason: `answered with ${types.join() || 'nothing'}`,
    };
  },
};

const { id: _queue, ...queue } = aQueue();
const { id: _bot, ...bot } = aConnection({ id: 'bot', provider: 'telegram', channel: 'telegram' });
const sample = { settings: { paths: { senderAddress: 'from', text: 'text' } }, sample: '{"from":"u","text":"t"}' };

export const entrances: readonly Entrance[] = [
  ...signers.filter(({ covers }) => covers !== 'fields').map(signed),
  api('the agent API: a queue', agentApi, { method: 'PUT', path: '/v1/queues/billing', valid: JSON.stringify(queue) }),
  api('the connections API: a connection', connectionsApi, {
    method: 'PUT',
    path: '/v1/connections/bot',
    valid: JSON.stringify(bot),
  }),
  api('the connections API: credentials', connectionsApi, {
    method: 'PUT',
    path: '/v1/connections/bot/credentials',
    valid: JSON.stringify({ credentials: { botToken: `1:${'t'.repeat(35)}`, secretTokens: ['secret'] } }),
  }),
  api('the connections API: a mapping', connectionsApi, {
    method: 'POST',
    path: '/v1/connections/bot/try-mapping',
    valid: JSON.stringify(sample),
  }),
  chatApi('sessions', '{"page":"https://shop.example/"}'),
  chatApi('messages', '{"id":"message-1","text":"hello"}'),
  chatApi('files', '{"fileName":"a.png","contentType":"image/png","bytes":10}'),
  chatApi('seen', '{"upTo":"2026-11-19T12:00:00.000Z"}'),
  visitorSocket,
  consoleSocket,
];
