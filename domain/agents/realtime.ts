import type { Instant } from '../kernel/clock.ts';
import type { Role } from './agent.ts';

/** What somebody is at, and since when we know. */
export type Look = { readonly conversationId: string; readonly doing: 'viewing' | 'replying'; readonly at: Instant };

/** One open socket of a console. */
export type Socket = {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly role: Role;
  readonly topics: readonly string[];
  /** Is it somebody who does not see everything? As of the last time it subscribed. */
  readonly isNarrowed?: boolean | undefined;
  readonly looksAt?: Look | undefined;
  /** Something could not be shown on it: its console has to read again. */
  readonly isBehind?: boolean | undefined;
  readonly openedAt: Instant;
};

export type SocketStore = {
  get(id: string): Promise<Socket | undefined>;
  list(): Promise<readonly Socket[]>;
  put(socket: Socket): Promise<void>;
  /** Topics and looks change apart, so that two frames at once do not undo each other. A closed socket stays closed. */
  follow(id: string, following: Pick<Socket, 'topics' | 'isNarrowed'>): Promise<void>;
  look(id: string, at: Look | undefined): Promise<void>;
  markBehind(id: string, isBehind: boolean): Promise<void>;
  remove(id: string): Promise<void>;
};

export type Ticket = {
  readonly agentId: string;
  readonly agentName: string;
  readonly role: Role;
  readonly expiresAt: Instant;
};

/** Tickets open one socket, once. Only a hash of them is kept. */
export type TicketStore = {
  put(ticketHash: string, ticket: Ticket): Promise<void>;
  /** The ticket if it is there, which it then is no more. */
  take(ticketHash: string): Promise<Ticket | undefined>;
};

/** `gone`: the socket is closed and can be forgotten. `failed`: it missed this, and has to be told so. */
export type Push = (socketId: string, frame: unknown) => Promise<'pushed' | 'gone' | 'failed'>;

/** Shows a frame on sockets; those that are closed are forgotten, and those that missed it are told with their next sign of life. */
export async function pushToAll(
  needs: { readonly push: Push; readonly sockets: SocketStore },
  sockets: readonly Socket[],
  frame: unknown,
): Promise<void> {
  const outcomes = await Promise.all(
    sockets.map(async (socket) => ({ socket, outcome: await needs.push(socket.id, frame) })),
  );
  const thoseThat = (what: Awaited<ReturnType<Push>>): readonly string[] =>
    outcomes.filter(({ outcome }) => outcome === what).map(({ socket }) => socket.id);
  await Promise.all([
    ...thoseThat('gone').map((id) => needs.sockets.remove(id)),
    ...thoseThat('failed').map((id) => needs.sockets.markBehind(id, true)),
  ]);
}
