import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import { createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import { subprotocol } from '#domain/chat/version.ts';
import type { Verdict } from './ask.ts';
import { beginSession, sessionThatIsOver } from './check-chat.ts';
import { type Handshake, handshakes } from './other-expectations.ts';
import type { World } from './world.ts';

/** Opens sockets as browsers do, and as nobody should. */

type Opening = {
  readonly query?: string;
  readonly protocols?: readonly string[];
  readonly origin?: string;
};

/** What a handshake is answered with; 101 is a socket. */
export async function handshake(url: string, { query = '', protocols = [], origin }: Opening): Promise<number> {
  const socket = new WebSocket(`${url}${query}`, [...protocols], origin === undefined ? {} : { origin });
  return new Promise<number>((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    // A socket that the client itself gives up, such as one without the subprotocol it asked for.
    socket.on('error', () => resolve(0));
  });
}

export async function newTicket(world: World): Promise<string> {
  const headers = { authorization: world.signedIn.agent };
  const { body } = await world.ask({ method: 'POST', path: '/v1/realtime/tickets', headers });
  return String(JSON.parse(body).ticket);
}

async function lateTicket(world: World): Promise<string> {
  const ticket = 'a-ticket-that-ran-out';
  const hash = createHash('sha256').update(ticket).digest('base64url');
  const expiresAt = new Date(Date.now() - 1000).toISOString();
  const store = createTicketStore(world.table, () => new Date());
  await store.put(hash, { agentId: 'agent', agentName: 'Agent', role: 'agent', expiresAt });
  return ticket;
}

async function usedTicket(world: World): Promise<string> {
  const ticket = await newTicket(world);
  await handshake(world.values.SOCKETS_PUBLIC_URL, { query: `?ticket=${ticket}` });
  return ticket;
}

const site = 'https://www.parley.example';
const jwt = (world: World): string => world.signedIn.admin.replace('Bearer ', '');
const offered = (token: string, origin = site): Opening => ({ protocols: [subprotocol, token], origin });

const openings: Readonly<Record<Handshake, (world: World) => Promise<Opening>>> = {
  'a new ticket': async (world) => ({ query: `?ticket=${await newTicket(world)}` }),
  'a new ticket, from a page of another site': async (world) => ({
    query: `?ticket=${await newTicket(world)}`,
    origin: 'https://evil.example',
  }),
  'a ticket used before': async (world) => ({ query: `?ticket=${await usedTicket(world)}` }),
  'a ticket that ran out': async (world) => ({ query: `?ticket=${await lateTicket(world)}` }),
  'no ticket': async () => ({}),
  'an access token in the query': async (world) => ({ query: `?ticket=${jwt(world)}&access_token=${jwt(world)}` }),
  'the token of a chat session': async (world) => ({ query: `?ticket=${await beginSession(world)}` }),
  'the token of a session, as a subprotocol': async (world) => offered(await beginSession(world)),
  'the token, from a page of another site': async (world) => offered(await beginSession(world), 'https://evil.example'),
  'the token, from a page without an origin (`null`)': async (world) => offered(await beginSession(world), 'null'),
  'the token of a session that is over': async (world) => offered(await sessionThatIsOver(world)),
  'the token in the query': async (world) => ({
    ...offered('nothing'),
    query: `?token=${await beginSession(world)}`,
  }),
  'no token': async () => ({ protocols: [subprotocol], origin: site }),
  'an access token of an agent': async (world) => offered(jwt(world)),
  'a ticket for the console': async (world) => offered(await newTicket(world)),
};

export async function checkSockets(world: World): Promise<readonly Verdict[]> {
  const { SOCKETS_PUBLIC_URL, CHAT_SOCKETS_PUBLIC_URL } = world.values;
  const verdicts: Verdict[] = [];
  for (const [api, who, cell] of handshakes) {
    const url = api === 'console' ? SOCKETS_PUBLIC_URL : CHAT_SOCKETS_PUBLIC_URL;
    const status = await handshake(url, await openings[who](world));
    const wanted = cell === 'yes' ? 101 : cell;
    const wrong = status === wanted ? undefined : `answered ${status}, not ${wanted}`;
    verdicts.push({ group: 'handshakes', cell: `${api}: ${who}`, expected: String(cell), wrong });
  }
  return verdicts;
}
