import type { FileStore } from '../channels/inbound-envelope.ts';
import type { MessageUpdate } from '../channels/message-update.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { IdFrom } from '../kernel/ids.ts';
import type { Conversation } from './conversation.ts';
import { type Decision, decideAndSave, existing } from './decide-and-save.ts';
import type { ConversationEvent, EventOf } from './events.ts';
import { newsOf, tasksAfter } from './extend-call.ts';
import { type Draft, facts, type Origin } from './facts.ts';
import { claimKey } from './find-conversation.ts';
import { deletedSubject, redactedFacts } from './message-changes.ts';
import type { Claim, Claimed, ConversationStore, LedgerEntry, Rewritten } from './ports.ts';
import { callBackTask } from './receive-message.ts';

type Needs = {
  readonly conversations: ConversationStore;
  readonly files: Pick<FileStore, 'remove'>;
  readonly idFrom: IdFrom;
  readonly now: Clock;
};

type Message = EventOf<'MessageReceived' | 'ReplyWritten' | 'SentElsewhere'>;

function isAbout(event: ConversationEvent, update: MessageUpdate, claimed: Claimed): event is Message {
  if (event.type === 'ReplyWritten') return event.messageId === claimed.messageId;
  if (event.type === 'SentElsewhere') return event.providerId === update.providerId;
  return event.type === 'MessageReceived' && event.message.providerId === update.providerId;
}

/** Event ids are `<commit>-<position>`. */
const commitOf = (eventId: string): string => eventId.slice(0, eventId.lastIndexOf('-'));

const isOfCommit = (event: ConversationEvent, commitId: string): boolean => commitOf(event.id) === commitId;

/** The decisions that brought a message and changed it, with its content deleted. */
function rewritten(
  events: readonly ConversationEvent[],
  about: EventOf<'MessageReceived'>,
  at: string,
): readonly Rewritten[] {
  const changes = events.filter((event) => event.type === 'MessageUpdated' && event.aboutEventId === about.id);
  const commits = new Set([about, ...changes].map(({ id }) => commitOf(id)));
  return [...commits].map((commitId) => {
    const made = events.filter((event) => isOfCommit(event, commitId));
    return { commitId, at: made[0]?.at ?? about.at, events: redactedFacts(made, about, at) };
  });
}

/** Did the conversation take its subject from this message? */
const gaveSubject = (events: readonly ConversationEvent[], about: Message): boolean =>
  events.some((event) => event.type === 'ConversationOpened' && isOfCommit(event, commitOf(about.id)));

type Found = { readonly events: readonly ConversationEvent[]; readonly about: Message };

type Deciding = Found & {
  readonly update: MessageUpdate;
  readonly origin: Origin;
  readonly ledger: LedgerEntry | undefined;
  /** Set for the copy of a message that was moved: where it is now. */
  readonly copyIn: string | undefined;
};

/** One for each conversation that holds the message; the first one counts as what came in. */
const claimOf = ({ update, copyIn, ledger }: Deciding): Claim => ({
  key: claimKey(update.connectionId, copyIn ? `update:${update.updateId}:${copyIn}` : `update:${update.updateId}`),
  ledger,
});

function deletion(deciding: Deciding, about: EventOf<'MessageReceived'>): Decision {
  const { events, update, origin } = deciding;
  const subject = gaveSubject(events, about) ? { subject: deletedSubject } : {};
  return {
    events: facts(origin, [{ type: 'MessageUpdated', aboutEventId: about.id, change: update.change, ...subject }]),
    claims: [claimOf(deciding)],
    rewritten: rewritten(events, about, origin.at),
  };
}

/** What comes after a call may say what is known already, or that it went otherwise. */
function extension(deciding: Deciding, about: EventOf<'MessageReceived'>, state: Conversation): Decision {
  const { events, update, origin } = deciding;
  const news = update.change.what === 'extended' ? newsOf(update.change, about, events) : undefined;
  if (!news) return { events: [] };
  const task = callBackTask(about.message, { commitId: commitOf(about.id), at: origin.at });
  const tasks = news.call && about.message.sender.verified ? tasksAfter(state, news.call, task) : [];
  const told: Draft = { type: 'MessageUpdated', aboutEventId: about.id, change: news };
  return { events: facts(origin, [told, ...tasks]), claims: [claimOf(deciding)] };
}

/** What was unsent stays so, whatever is told later of how it read. */
const isGone = (about: Message, { what }: MessageUpdate['change']): boolean =>
  about.type === 'MessageReceived' && about.deletedAt !== undefined && (what === 'edited' || what === 'extended');

function decide(deciding: Deciding, state: Conversation): Decision {
  const { about, update, origin } = deciding;
  const { change } = update;
  if (isGone(about, change)) return { events: [] };
  if (about.type === 'MessageReceived' && change.what === 'deleted') return deletion(deciding, about);
  if (about.type === 'MessageReceived' && change.what === 'extended') return extension(deciding, about, state);
  const told: Draft = { type: 'MessageUpdated', aboutEventId: about.id, change };
  return { events: facts(origin, [told]), claims: [claimOf(deciding)] };
}

/** Files go before the fact is saved: a crash in between repeats it, and a file cannot be forgotten. */
async function removeFiles(needs: Needs, { about, events }: Found, { change }: MessageUpdate): Promise<void> {
  if (about.type !== 'MessageReceived') return;
  const late = change.what === 'extended' && isGone(about, change) ? change.attachments : [];
  for (const { key } of late) await needs.files.remove(key);
  if (change.what !== 'deleted') return;
  const { attachments, htmlKey } = about.message;
  const added = events.flatMap((event) =>
    event.type === 'MessageUpdated' && event.aboutEventId === about.id && event.change.what === 'extended'
      ? event.change.attachments
      : [],
  );
  const keys = [...attachments, ...added].map(({ key }) => key);
  for (const key of htmlKey ? [...keys, htmlKey] : keys) await needs.files.remove(key);
}

type Place = {
  readonly update: MessageUpdate;
  readonly claimed: Claimed;
  readonly conversationId: string;
  readonly ledger?: LedgerEntry | undefined;
  readonly copyIn?: string | undefined;
};

type Applied = 'placed' | 'duplicate' | 'unknown' | 'nothing-new';

/** Where a message is now that was taken out of its conversation; its copy there changes too. */
const movedTo = ({ events, about }: Found): string | undefined =>
  events.flatMap((event) =>
    event.type === 'MessagesMoved' && event.eventIds.includes(about.id) ? [event.toConversationId] : [],
  )[0];

const whoDid = ({ by }: MessageUpdate, { customerId }: Conversation): Origin['by'] =>
  by === 'customer' ? { kind: 'customer', id: customerId } : { kind: 'parley', rule: 'provider-update' };

async function applyIn(needs: Needs, place: Place): Promise<Applied> {
  const { update, claimed, conversationId: id, ledger, copyIn } = place;
  const history = await needs.conversations.history(id);
  const about = history?.events.find((event): event is Message => isAbout(event, update, claimed));
  if (!history || !about) return 'unknown';
  const found = { events: history.events, about };
  await removeFiles(needs, found, update);
  const elsewhere = movedTo(found);
  if (elsewhere) await applyIn(needs, { ...place, conversationId: elsewhere, copyIn: elsewhere, ledger: undefined });
  const commitId = needs.idFrom('update', update.connectionId, update.updateId, id);
  const origin: Origin = { commitId, at: instant(needs.now()), by: whoDid(update, history.conversation) };
  const decided = await decideAndSave(needs, { id, commitId }, (state) =>
    decide({ ...found, update, origin, ledger, copyIn }, existing(state, id)),
  );
  if (decided.outcome === 'unchanged') return 'nothing-new';
  return decided.outcome === 'duplicate' ? 'duplicate' : 'placed';
}

/**
 * Notes what became of a message after it was written. What a customer unsends is deleted here too, wherever it was moved.
 * `unknown`: no message has this id (yet).
 */
export async function placeUpdate(needs: Needs, update: MessageUpdate, ledger?: LedgerEntry): Promise<Applied> {
  const claimed = await needs.conversations.claimed(claimKey(update.connectionId, update.providerId));
  return claimed ? applyIn(needs, { update, claimed, conversationId: claimed.conversationId, ledger }) : 'unknown';
}
