import type { Instant } from '../kernel/clock.ts';
import type { ChatSession, ChatSocket, ChatVisitor, VisitorKey } from './session.ts';

/** Counts one more of a key; seconds to wait when there were more than `most` in this window. */
export type CountOne = (limit: {
  readonly key: string;
  readonly most: number;
  readonly windowSeconds: number;
}) => Promise<number | undefined>;

/** What is known of a visitor beside the conversations. */
export type Presence = {
  readonly visitor: ChatVisitor | undefined;
  readonly sockets: readonly ChatSocket[];
};

/** Sessions, visitors and sockets of chats; all of it passes away by itself. */
export type ChatStore = {
  session(id: string): Promise<ChatSession | undefined>;
  putSession(session: ChatSession): Promise<void>;
  presence(key: VisitorKey): Promise<Presence>;
  putVisitor(visitor: ChatVisitor): Promise<void>;
  /** Nothing happens when the visitor is not known. */
  seen(key: VisitorKey, at: Instant): Promise<void>;
  socket(id: string): Promise<ChatSocket | undefined>;
  putSocket(socket: ChatSocket): Promise<void>;
  removeSocket(socket: ChatSocket): Promise<void>;
  /** The day's salt: the one given, unless there is one already. */
  salt(day: string, given: string): Promise<string>;
};

/** Puts a message on the inbound SQS queue. */
export type Enqueue = (message: {
  readonly body: unknown;
  readonly group: string;
  readonly deduplicationId: string;
}) => Promise<void>;
