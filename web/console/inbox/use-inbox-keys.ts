import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';
import { useConversationActions } from '../actions/conversation-actions.ts';
import { keys } from '../api/keys.ts';
import { focusComposer } from '../composer/composer-focus.ts';
import { useSingleKeys } from '../shell/keys.ts';
import { openMenu, overlay, useHasTwoPanes } from '../stores/layout.ts';
import { cursor } from './cursor.ts';
import type { Place } from './use-place.ts';

/** The keyboard map of the inbox: walk the list, act on the open conversation. */
export const useInboxKeys = (place: Place, rows: readonly ConversationRow[]): void => {
  const client = useQueryClient();
  const actions = useConversationActions();
  const hasTwoPanes = useHasTwoPanes();
  const lastIndex = useRef(0);
  const step = (by: 1 | -1): void => {
    const from = rows.findIndex(({ id }) => id === (cursor.get() ?? place.conversationId));
    // What was just resolved is no longer in the list: its neighbour has taken its place.
    const to = Math.max(0, Math.min(rows.length - 1, from < 0 ? lastIndex.current : from + by));
    const next = rows[to];
    if (!next) return;
    lastIndex.current = to;
    cursor.set(next.id);
    if (place.conversationId && hasTwoPanes) place.open(next.id);
  };
  const onOpen = (act: (row: ConversationRow) => void) => () => {
    const id = place.conversationId;
    const known = id ? client.getQueryData<ConversationDetail>(keys.detail(id)) : undefined;
    if (known) act(known.conversation);
  };
  const openAtCursor = (): void => {
    const id = cursor.get() ?? rows.at(0)?.id;
    if (id) place.open(id);
  };
  useSingleKeys({
    j: () => step(1),
    k: () => step(-1),
    arrowdown: () => step(1),
    arrowup: () => step(-1),
    enter: openAtCursor,
    o: openAtCursor,
    u: () => place.open(undefined),
    r: onOpen(() => focusComposer('reply')),
    n: onOpen(() => focusComposer('note')),
    a: onOpen(() => overlay.set('assign')),
    m: onOpen((row) => void actions.assignToMe(row)),
    s: onOpen(() => openMenu.set('snooze')),
    e: onOpen((row) => void (row.stage.status === 'resolved' ? actions.reopen(row) : actions.resolve(row))),
    p: onOpen(() => openMenu.set('priority')),
    t: onOpen(() => overlay.set('transfer')),
  });
};
