/** Which changes of the account have arrived, although they may arrive out of order. */
export type SeenSequence = {
  /** Everything up to here has been seen. */
  upTo(): number;
  add(seq: number): void;
  /** The server has told everything up to here. */
  catchUp(seq: number): void;
};

export const createSeenSequence = (start: number): SeenSequence => {
  let upTo = start;
  const ahead = new Set<number>();
  const settle = (): void => {
    while (ahead.delete(upTo + 1)) upTo += 1;
  };
  return {
    upTo: () => upTo,
    add: (seq) => {
      if (seq > upTo) ahead.add(seq);
      settle();
    },
    catchUp: (seq) => {
      upTo = Math.max(upTo, seq);
      for (const each of ahead) if (each <= upTo) ahead.delete(each);
      settle();
    },
  };
};
