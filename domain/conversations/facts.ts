import type { Instant } from '../kernel/clock.ts';
import type { Actor, ConversationEvent } from './events.ts';

type Without<Event> = Event extends ConversationEvent ? Omit<Event, 'id' | 'at' | 'by'> : never;
/** A fact before it is stamped. */
export type Draft = Without<ConversationEvent>;

/** Where facts come from: one decision, made at one time by somebody. */
export type Origin = {
  /** Id of the decision; the same when it is made a second time for the same reason. */
  readonly commitId: string;
  readonly at: Instant;
  readonly by: Actor;
};

/** A fact that somebody else than the decision's author is answerable for. */
export type Attributed = { readonly draft: Draft; readonly by: Actor };

export const byRule = (rule: string, draft: Draft): Attributed => ({ draft, by: { kind: 'parley', rule } });

/** Stamps facts with id, time and author, in order; `earlier` ones of the same decision come before them. */
export const facts = (
  origin: Origin,
  drafts: readonly (Draft | Attributed)[],
  earlier: readonly ConversationEvent[] = [],
): readonly ConversationEvent[] =>
  drafts.map((entry, position) => {
    const { draft, by } = 'draft' in entry ? entry : { draft: entry, by: origin.by };
    return { ...draft, id: `${origin.commitId}-${earlier.length + position}`, at: origin.at, by };
  });
