import * as z from 'zod';
import { dayOf } from '#domain/channels/ledger.ts';
import { $Conversation, type Conversation } from '#domain/conversations/conversation.ts';
import { $ConversationEvent, type ConversationEvent } from '#domain/conversations/events.ts';
import type { Change, Claimed, LedgerEntry, Rewritten } from '#domain/conversations/ports.ts';
import { accessPatterns, indexKeys, ledgerShardOf } from './access-patterns.ts';
import { pack, unpack } from './packed.ts';
import type { Item, Key } from './table.ts';

/** The shapes in which conversations lie in the table; publish-events reads the same shapes from the stream. */

const $Packed = z.union([z.instanceof(Uint8Array), z.base64()]).transform(unpack);
const $Head = z.object({ sk: z.literal('HEAD'), state: $Packed.pipe($Conversation) });
/** What of a head `fromHead` looks at. */
export const headAttributes = ['sk', 'state'] as const;
const $Commit = z.object({
  pk: z.string(),
  sk: z.string().startsWith('EVENT#'),
  version: z.number().int(),
  events: $Packed.pipe(z.array($ConversationEvent)),
});

/** One decision's facts, and the version of the conversation that they made. */
export type Commit = {
  readonly conversationId: string;
  readonly version: number;
  readonly events: ConversationEvent[];
};

const $Claim = z.object({
  key: z.string(),
  conversationId: z.string(),
  commitId: z.string(),
  fingerprint: z.string().optional(),
  messageId: z.string().optional(),
  via: z.string().optional(),
});

/** Providers redeliver for days and customers answer old mail: provider ids are kept for 400 days, request keys for two. */
const keptForDays = { provider: 400, request: 2 } as const;

export const headKey = (id: string): Key => ({
  pk: accessPatterns.conversation.partition(id),
  sk: accessPatterns.conversation.sort(),
});

/** The conversation that a partition is of. */
export const idOf = (partition: string): string => partition.slice(partition.indexOf('#') + 1);

export const toHead = (conversation: Conversation): Item & Key => ({
  ...headKey(conversation.id),
  ...indexKeys(conversation),
  version: conversation.version,
  state: pack(conversation),
});

export const fromHead = (item: Item): Conversation => $Head.parse(item).state;

export function toCommit(change: Change): Item & Key {
  const [first] = change.events;
  if (!first) throw new Error(`decision ${change.commitId} has no facts`);
  return {
    pk: accessPatterns.factsOfConversation.partition(change.after.id),
    sk: accessPatterns.factsOfConversation.sort(first.at, change.commitId),
    version: change.after.version,
    events: pack(change.events),
  };
}

/** Where the facts of an earlier decision lie. */
export const commitKey = (conversationId: string, { at, commitId }: Rewritten): Key => ({
  pk: accessPatterns.factsOfConversation.partition(conversationId),
  sk: accessPatterns.factsOfConversation.sort(at, commitId),
});

export function fromCommit(item: Item): Commit {
  const { pk, version, events } = $Commit.parse(item);
  return { conversationId: idOf(pk), version, events };
}

/** In the order of their saving, which versions tell exactly; times can be equal, and clocks differ. */
export const eventsOf = (items: readonly Item[]): readonly ConversationEvent[] =>
  items
    .map(fromCommit)
    .toSorted((one, other) => one.version - other.version)
    .flatMap((commit) => commit.events);

export const claimKeyOf = (key: string): Key => ({
  pk: accessPatterns.claim.partition(key),
  sk: accessPatterns.claim.sort(),
});

/** The claim is the ledger's line of what was placed: written with the effect, it can neither be missing nor too much. */
const placedKeys = (key: string, { connectionId, envelopeId, receivedAt }: LedgerEntry): Item => ({
  via: envelopeId,
  kindPk: accessPatterns.placedOfDay.partition(connectionId, dayOf(receivedAt), ledgerShardOf(key)),
  kindSk: accessPatterns.placedOfDay.sort(receivedAt, key),
});

export function toClaims(change: Change): readonly (Item & Key)[] {
  const at = Date.parse(change.events[0]?.at ?? change.after.lastActivityAt);
  return change.claims.map(({ isAlias, ledger, ...claim }) => {
    const days = claim.key.startsWith('request#') ? keptForDays.request : keptForDays.provider;
    return {
      ...claimKeyOf(claim.key),
      ...claim,
      ...(ledger ? placedKeys(claim.key, ledger) : {}),
      conversationId: change.after.id,
      commitId: change.commitId,
      expiresAt: Math.floor(at / 1000) + days * 86_400,
    };
  });
}

export const fromClaim = (item: Item): Claimed => $Claim.parse(item);
