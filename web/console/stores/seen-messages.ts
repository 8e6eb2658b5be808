import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { readJson, safeStorage } from './safe-storage.ts';
import { createStore } from './store.ts';

const key = 'parley.seen';
const keepAtMost = 2000;

/** The last message read here, by conversation id. */
export const seenMessages = createStore<Readonly<Record<string, string>>>(readJson(safeStorage, key) ?? {});

export const markSeen = (conversationId: string, eventId: string): void => {
  if (seenMessages.get()[conversationId] === eventId) return;
  const { [conversationId]: _, ...others } = seenMessages.get();
  const entries = Object.entries(others).slice(1 - keepAtMost);
  seenMessages.set({ ...Object.fromEntries(entries), [conversationId]: eventId });
  safeStorage.write(key, JSON.stringify(seenMessages.get()));
};

export type Reader = { readonly id: string; readonly seen: Readonly<Record<string, string>> };

/** The customer had the last word, it was not read here yet, and no colleague has it in hand. */
export const isUnread = ({ id, stage, holder, lastMessage }: ConversationRow, reader: Reader): boolean => {
  const isOthers = holder.kind === 'agent' && holder.agentId !== reader.id;
  if (stage.status !== 'open' || isOthers || lastMessage?.direction !== 'in') return false;
  return reader.seen[id] !== lastMessage.eventId;
};
