import { $ConversationRow, type ConversationDetail, type ConversationRow } from '#functions/agent-api/contract.ts';
import type { ServerFrame } from '#functions/realtime/contract.ts';

/** What a console knows, by the rules of docs/realtime.md; what it has to ask for, it says. */
export type ConsoleModel = {
  /** One frame, or several at once, as they come over the socket. */
  hear(text: string): readonly Question[];
  /** A list that was asked for. */
  listed(rows: readonly ConversationRow[]): void;
  /** A conversation is being asked for. */
  asks(conversationId: string): void;
  /** A conversation that was asked for. News that came meanwhile may be newer: then it is asked for once more. */
  read(detail: Pick<ConversationDetail, 'conversation' | 'events'>): readonly Question[];
  readonly rows: ReadonlyMap<string, ConversationRow>;
  /** Facts of the conversation that is open on the screen. */
  readonly shown: { readonly id: string; readonly eventIds: ReadonlySet<string> } | undefined;
};

export type Question = { readonly ask: 'everything' } | { readonly ask: 'conversation'; readonly id: string };

export function createConsoleModel(): ConsoleModel {
  const rows = new Map<string, ConversationRow>();
  let shown: { readonly id: string; readonly eventIds: Set<string> } | undefined;
  /** Conversations that are being asked for, and whether something was told about them since. */
  const asking = new Map<string, 'nothing new' | 'news'>();

  /** Older news than what is known is dropped. */
  function take(row: ConversationRow): void {
    const known = rows.get(row.id);
    if (!known || known.version < row.version) rows.set(row.id, row);
  }

  function change(frame: Extract<ServerFrame, { type: 'change' }>): readonly Question[] {
    take(frame.conversation);
    if (asking.has(frame.conversation.id)) asking.set(frame.conversation.id, 'news');
    if (shown?.id !== frame.conversation.id) return [];
    for (const { id } of frame.events) shown.eventIds.add(id);
    return [];
  }

  function answer(frame: ServerFrame): readonly Question[] {
    switch (frame.type) {
      case 'subscribed':
        return [{ ask: 'everything' }];
      case 'stale':
        return [
          frame.conversationId === undefined
            ? { ask: 'everything' }
            : { ask: 'conversation', id: frame.conversationId },
        ];
      case 'change':
        return change(frame);
      case 'agent':
      case 'onlookers':
      case 'customer-typing':
      case 'pong':
      case 'problem':
        return [];
    }
  }

  return {
    hear(text) {
      const frames = [JSON.parse(text) as ServerFrame | readonly ServerFrame[]].flat();
      return frames.flatMap(answer);
    },
    listed(found) {
      for (const row of found) take(row);
    },
    asks(conversationId) {
      asking.set(conversationId, 'nothing new');
    },
    read({ conversation, events }) {
      take($ConversationRow.parse(conversation));
      const before = shown?.id === conversation.id ? shown.eventIds : [];
      shown = {
        id: conversation.id,
        eventIds: new Set([...before, ...events.map(({ id }) => id)]),
      };
      const isBehind = asking.get(conversation.id) === 'news';
      asking.delete(conversation.id);
      return isBehind ? [{ ask: 'conversation', id: conversation.id }] : [];
    },
    rows,
    get shown() {
      return shown;
    },
  };
}
