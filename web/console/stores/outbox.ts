import type { ConversationEvent } from '../api/types.ts';
import type { Mode } from './drafts.ts';
import { readJson, safeStorage } from './safe-storage.ts';
import { createStore } from './store.ts';

export type OutboxState =
  | { readonly status: 'sending' }
  | {
      readonly status: 'failed';
      readonly why: string;
      readonly requestId?: string | undefined;
      readonly mayPass: boolean;
    }
  /** Somebody wrote since the author last looked. */
  | { readonly status: 'held'; readonly unseen: readonly ConversationEvent[] };

/** A file that lies uploaded and goes along. */
export type UploadedFile = {
  readonly uploadId: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
};

/** Something written here that the server has not confirmed yet. */
export type OutboxItem = {
  /** Also the idempotency key: the same on every retry. */
  readonly id: string;
  readonly conversationId: string;
  readonly mode: Mode;
  /** With a template: as the customer will see it. */
  readonly text: string;
  /** Another way than the one the customer's latest message came by. */
  readonly via?: { readonly connectionId: string; readonly to: string } | undefined;
  readonly template?: { readonly id: string; readonly variables: Readonly<Record<string, string>> } | undefined;
  readonly files?: readonly UploadedFile[] | undefined;
  readonly cc: readonly string[];
  readonly andResolve: boolean;
  readonly lastSeenEventId: string;
  /** What the history ended with when this was written. */
  readonly writtenAfter: string | undefined;
  readonly at: string;
  readonly state: OutboxState;
};

const key = 'parley.outbox';

/** What was on its way when the page closed may or may not have arrived; the same key makes trying again safe. */
const interrupted = (item: OutboxItem): OutboxItem =>
  item.state.status === 'sending'
    ? { ...item, state: { status: 'failed', why: 'The page was closed before this was confirmed.', mayPass: true } }
    : item;

export const outbox = createStore<readonly OutboxItem[]>(
  (readJson<readonly OutboxItem[]>(safeStorage, key) ?? []).map(interrupted),
);
outbox.subscribe(() => {
  const items = outbox.get();
  safeStorage.write(key, items.length > 0 ? JSON.stringify(items) : undefined);
});

export const putOutboxItem = (item: OutboxItem): void =>
  outbox.update((items) =>
    items.some(({ id }) => id === item.id)
      ? items.map((each) => (each.id === item.id ? item : each))
      : [...items, item],
  );

export const removeOutboxItem = (id: string): void => outbox.update((items) => items.filter((item) => item.id !== id));
