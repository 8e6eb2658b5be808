import type { Topic } from '#functions/realtime/contract.ts';

export type Followed = {
  /** Nothing was followed before on this socket. */
  readonly isFirst: boolean;
  readonly added: readonly Topic[];
  readonly removed: readonly Topic[];
};

export type Following = {
  /** Follows these until the returned function is called. */
  want(topics: readonly Topic[]): () => void;
  /** A new socket follows nothing yet. */
  restart(): void;
  /** The server has taken what was asked; tells what is new. */
  confirm(): Followed;
  /** Asks again where no answer came. */
  remind(): void;
};

/** What the server is asked to tell: one question at a time, since two at once could overtake each other. */
export const createFollowing = (ask: (topics: readonly Topic[]) => void): Following => {
  const wishes = new Set<readonly Topic[]>();
  let followed: readonly Topic[] | undefined;
  let asked: readonly Topic[] | undefined;
  let isPlanned = false;

  const wanted = (): readonly Topic[] => [...new Set([...wishes].flat())].toSorted();
  const same = (one: readonly Topic[], other: readonly Topic[]): boolean => one.join('\n') === other.join('\n');
  const askNow = (): void => {
    isPlanned = false;
    const topics = wanted();
    if (asked !== undefined || followed === undefined || same(topics, followed)) return;
    asked = topics;
    ask(topics);
  };
  /** What is shown changes in several places at once: one question for all of them. */
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(askNow);
  };
  let isFresh = true;
  return {
    want: (topics) => {
      const wish = [...topics];
      wishes.add(wish);
      plan();
      return () => {
        wishes.delete(wish);
        plan();
      };
    },
    restart: () => {
      isFresh = true;
      followed = [];
      asked = wanted();
      ask(asked);
    },
    confirm: () => {
      const before = followed ?? [];
      const now = asked ?? before;
      const isFirst = isFresh;
      isFresh = false;
      followed = now;
      asked = undefined;
      plan();
      const without = (all: readonly Topic[], some: readonly Topic[]) => all.filter((topic) => !some.includes(topic));
      return { isFirst, added: without(now, before), removed: without(before, now) };
    },
    remind: () => {
      if (asked) ask(asked);
    },
  };
};
