import { createStore } from '../stores/store.ts';

/** Pages of visitors repeat themselves every three seconds while somebody types. */
const shownForMs = 6000;

/** Conversations whose visitors are writing just now. */
export const typing = createStore<readonly string[]>([]);

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** A visitor is writing; forgotten when it is not said again. */
export const hearTyping = (conversationId: string): void => {
  clearTimeout(timers.get(conversationId));
  const without = (all: readonly string[]): readonly string[] => all.filter((id) => id !== conversationId);
  timers.set(
    conversationId,
    setTimeout(() => typing.update(without), shownForMs),
  );
  typing.update((all) => [...without(all), conversationId]);
};
