import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNeeds } from '../api/context.ts';
import { replyOptionsQuery } from '../api/queries.ts';
import type { Conversation, ReplyOption } from '../api/types.ts';

export type ReplyWays = {
  /** Every way to this customer; empty until it is known. */
  readonly all: readonly ReplyOption[];
  /** The one that the answer goes by. */
  readonly chosen: ReplyOption | undefined;
  readonly choose: (key: string) => void;
};

export const wayKey = ({ connectionId, to }: Pick<ReplyOption, 'connectionId' | 'to'>): string =>
  `${connectionId} ${to}`;

/** The way that the customer's latest message came by: an answer goes there unless another one is named. */
export const isCurrentWay = (
  { channel, connectionId, to }: Pick<ReplyOption, 'channel' | 'connectionId' | 'to'>,
  conversation: Pick<Conversation, 'channel' | 'connectionId' | 'replyTo'>,
): boolean =>
  to === conversation.replyTo?.address &&
  connectionId === conversation.connectionId &&
  channel === conversation.channel;

/** How this customer can be answered, the present way chosen beforehand. */
export const useReplyWays = (conversation: Conversation): ReplyWays => {
  const { api } = useNeeds();
  const { data } = useQuery(replyOptionsQuery(api, conversation));
  const [key, choose] = useState<string>();
  const all = data?.items ?? [];
  const chosen =
    all.find((way) => wayKey(way) === key) ??
    all.find((way) => isCurrentWay(way, conversation)) ??
    all.find(({ may }) => may !== 'nothing') ??
    all[0];
  return { all, chosen, choose };
};
