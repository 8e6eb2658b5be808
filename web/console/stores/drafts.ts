import { type Storage, safeStorage } from './safe-storage.ts';
import { createStore, type Store } from './store.ts';

export type Mode = 'reply' | 'note';
export type DraftStore = {
  /** By `conversationId.mode`, for those who follow. */
  readonly texts: Store<Readonly<Record<string, string>>>;
  read(conversationId: string, mode: Mode): string;
  write(conversationId: string, mode: Mode, text: string): void;
  /** Puts on disk what is still only in memory. */
  flush(): void;
  /** Customers' matters do not stay on a machine from which somebody signed out. */
  clear(): void;
};

const prefix = 'parley.draft.';
const saveAfterMs = 400;

/** Drafts per conversation and mode, kept over reloads. */
export const createDraftStore = (storage: Storage): DraftStore => {
  const texts = createStore<Readonly<Record<string, string>>>(loadAll(storage));
  const unsaved = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    for (const key of unsaved) storage.write(prefix + key, texts.get()[key]);
    unsaved.clear();
  };
  return {
    texts,
    read: (conversationId, mode) => texts.get()[`${conversationId}.${mode}`] ?? '',
    write: (conversationId, mode, text) => {
      const key = `${conversationId}.${mode}`;
      const { [key]: _, ...others } = texts.get();
      texts.set(text.trim() === '' ? others : { ...others, [key]: text });
      unsaved.add(key);
      clearTimeout(timer);
      timer = setTimeout(flush, saveAfterMs);
    },
    flush,
    clear: () => {
      unsaved.clear();
      texts.set({});
      for (const key of storage.keys()) if (key.startsWith(prefix)) storage.write(key, undefined);
    },
  };
};

const loadAll = (storage: Storage): Record<string, string> =>
  Object.fromEntries(
    storage
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key.slice(prefix.length), storage.read(key) ?? '']),
  );

export const drafts = createDraftStore(safeStorage);
