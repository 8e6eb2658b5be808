/**
 * Takes the place of `@smithy/core/event-streams` in our bundles: no operation that we call answers with an event
 * stream, and every client brings the code for it along. 7 kB gzip and 4 ms CPU of init. One that does fails loudly.
 */
const leftOut = (): never => {
  throw new Error('event streams are left out of the bundle; see lib/bundling/no-event-streams.ts');
};

export class EventStreamSerde {
  constructor() {
    leftOut();
  }
}

export const eventStreamSerdeProvider = leftOut;

/** Called when a client is made, before anybody asks for a stream. */
export const resolveEventStreamSerdeConfig = <Config extends object>(config: Config): Config => config;
