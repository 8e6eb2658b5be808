import type { ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';
import type { ConversationEvent } from '../api/types.ts';

export type News = { readonly conversation: ConversationRow; readonly events: readonly ConversationEvent[] };

/** The open conversation after something new was told about it; old news changes nothing. */
export const withNews = (detail: ConversationDetail, { conversation, events }: News): ConversationDetail => {
  const isNewer = conversation.version >= detail.conversation.version;
  return {
    ...detail,
    conversation: isNewer ? { ...withoutOptional(detail.conversation), ...conversation } : detail.conversation,
    events: mergeEvents(detail.events, events),
  };
};

/** What a row tells by leaving it out: a deadline that was met is not there any more. */
const withoutOptional = ({
  language: _,
  sentiment: __,
  deadline: ___,
  lastMessage: ____,
  ...conversation
}: ConversationDetail['conversation']): ConversationDetail['conversation'] => conversation;

/** Each event once, oldest first; those of the same moment stay in the order they came. */
export const mergeEvents = (
  known: readonly ConversationEvent[],
  news: readonly ConversationEvent[],
): ConversationEvent[] => {
  const ids = new Set(known.map(({ id }) => id));
  const added = news.filter(({ id }) => !ids.has(id));
  return added.length === 0 ? [...known] : [...known, ...added].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
};

/** These change what a row does not tell: reply address, consent, tasks, which messages are shown. */
const tellsMore: { readonly [Type in ConversationEvent['type']]?: true } = {
  MessageReceived: true,
  ConsentChanged: true,
  TaskAdded: true,
  TaskDone: true,
  ConversationJoined: true,
  JoinedIntoOther: true,
  MessagesMoved: true,
};

const isDeletion = (event: ConversationEvent): boolean =>
  event.type === 'MessageUpdated' && event.change.what === 'deleted';

/** Something was missed or is not told in a row: the conversation must be read again. */
export const needsReading = (known: ConversationDetail, news: News): boolean =>
  news.conversation.version > known.conversation.version + 1 ||
  news.events.some((event) => tellsMore[event.type] || isDeletion(event));
