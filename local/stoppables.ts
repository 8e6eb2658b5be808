/** Whatever has to be stopped, last started first. */
export type Stoppables = {
  add<Started extends { stop(): Promise<void> }>(started: Started): Started;
  stop(): Promise<void>;
};

export function createStoppables(): Stoppables {
  const started: { stop(): Promise<void> }[] = [];
  return {
    add(one) {
      started.push(one);
      return one;
    },
    async stop() {
      for (let last = started.pop(); last; last = started.pop()) await last.stop();
    },
  };
}
