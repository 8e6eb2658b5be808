import type { Instant } from '../kernel/clock.ts';

/** What somebody is at, and since when we know. */
export type Look = { readonly conversationId: string; readonly doing: 'viewing' | 'replying'; readonly at: Instant };

/** One open socket of a console. */
export type Socket = {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly topics: readonly string[];
  readonly looksAt?: Look | undefined;
  readonly openedAt: Instant;
};

export type SocketStore = {
  get(id: string): Promise<Socket | undefined>;
  list(): Promise<readonly Socket[]>;
  put(socket: Socket): Promise<void>;
  /** Topics and looks change apart, so that two frames at once do not undo each other. A closed socket stays closed. */
  follow(id: string, topics: readonly string[]): Promise<void>;
  look(id: string, at: Look | undefined): Promise<void>;
  remove(id: string): Promise<void>;
};

export type Ticket = { readonly agentId: string; readonly agentName: string; readonly expiresAt: Instant };

/** Tickets open one socket, once. Only a hash of them is kept. */
export type TicketStore = {
  put(ticketHash: string, ticket: Ticket): Promise<void>;
  /** The ticket if it is there, which it then is no more. */
  take(ticketHash: string): Promise<Ticket | undefined>;
};

/** Numbers every change of the account, so that a screen that was away can ask what it missed. */
export type ChangeLog = {
  latest(): Promise<number>;
  /** Appends changes and returns the sequence number of the first. */
  append(conversationIds: readonly string[]): Promise<number>;
  /** What changed after `seq`; `complete` is false when that is no longer known. */
  since(seq: number): Promise<{ readonly conversationIds: readonly string[]; readonly complete: boolean }>;
};

/** `gone`: the socket is closed and can be forgotten. `failed`: it will ask for what it missed. */
export type Push = (socketId: string, frame: unknown) => Promise<'pushed' | 'gone' | 'failed'>;

/** Shows a frame on sockets; those that are closed are forgotten. */
export async function pushToAll(
  needs: { readonly push: Push; readonly sockets: SocketStore },
  sockets: readonly Socket[],
  frame: unknown,
): Promise<void> {
  const outcomes = await Promise.all(
    sockets.map(async (socket) => ({ socket, outcome: await needs.push(socket.id, frame) })),
  );
  const gone = outcomes.filter(({ outcome }) => outcome === 'gone');
  await Promise.all(gone.map(({ socket }) => needs.sockets.remove(socket.id)));
}
