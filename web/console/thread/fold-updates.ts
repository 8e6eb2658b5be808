import type { Attachment, ConversationEvent, EventOf, PartOf } from '../api/types.ts';

type MessageUpdated = EventOf<'MessageUpdated'>;

export type Reaction = { readonly emoji: string; readonly by: MessageUpdated['by']; readonly at: string };

/** What became of one message after it was written. */
export type Updates = {
  /** The latest of each who reacted. */
  readonly reactions: readonly Reaction[];
  /** Each later wording, the newest last. */
  readonly edits: readonly { readonly text: string; readonly at: string }[];
  readonly deletedAt?: string;
  readonly attachments: readonly Attachment[];
  readonly transcript?: string;
  /** How the call really ended. */
  readonly call?: PartOf<'call'>;
};

export const noUpdates: Updates = { reactions: [], edits: [], attachments: [] };

/** Everything that was told about each message, by the id of the event that brought it. */
export const foldUpdates = (events: readonly ConversationEvent[]): ReadonlyMap<string, Updates> => {
  const folded = new Map<string, Updates>();
  for (const event of events) {
    if (event.type !== 'MessageUpdated') continue;
    folded.set(event.aboutEventId, after(folded.get(event.aboutEventId) ?? noUpdates, event));
  }
  return folded;
};

const after = (before: Updates, event: MessageUpdated): Updates => {
  const { change, at } = event;
  switch (change.what) {
    case 'reacted':
      return { ...before, reactions: reacted(before.reactions, { emoji: change.emoji, by: event.by, at }) };
    case 'edited':
      return { ...before, edits: [...before.edits, { text: change.text, at }] };
    case 'deleted':
      return { ...noUpdates, deletedAt: at };
    case 'extended':
      return {
        ...before,
        attachments: withNew(before.attachments, change.attachments),
        ...(change.transcript === undefined ? {} : { transcript: change.transcript }),
        ...(change.call === undefined ? {} : { call: change.call }),
      };
  }
};

const actorKey = (by: MessageUpdated['by']): string => (by.kind === 'parley' ? by.kind : `${by.kind} ${by.id}`);

/** One reaction each: a new one takes the place of the one before, an empty one takes it back. */
const reacted = (reactions: readonly Reaction[], next: Reaction): readonly Reaction[] => {
  const others = reactions.filter(({ by }) => actorKey(by) !== actorKey(next.by));
  return next.emoji === '' ? others : [...others, next];
};

const withNew = (known: readonly Attachment[], added: readonly Attachment[]): readonly Attachment[] => [
  ...known,
  ...added.filter(({ id }) => known.every((each) => each.id !== id)),
];
