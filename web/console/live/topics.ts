import type { Queue } from '#domain/routing/queue.ts';
import type { Topic } from '#functions/realtime/contract.ts';
import type { ListFilter } from '../api/types.ts';

/** A socket takes fifty; a few are left for what else is shown. */
const mostQueues = 40;

/** What has to be followed so that a list stays true. One's own inbox is followed always. */
export const topicsOfList = ({ view, queueId }: ListFilter, queues: readonly Pick<Queue, 'id'>[]): readonly Topic[] => {
  if (view === 'mine') return [];
  if (view === 'unassigned') {
    const ids = queueId === undefined ? queues.map(({ id }) => id) : [queueId];
    return ids.length > mostQueues ? ['account'] : ids.map((id): Topic => `unassigned:${id}`);
  }
  return queueId === undefined ? ['account'] : [`queue:${queueId}`];
};

const conversationIn = (topic: Topic): string | undefined =>
  topic.startsWith('conversation:') ? topic.slice('conversation:'.length) : undefined;

/** The conversations among topics. */
export const conversationsOf = (topics: readonly Topic[]): readonly string[] =>
  topics.map(conversationIn).filter((id) => id !== undefined);

/** Are there topics that lists are made of? */
export const concernLists = (topics: readonly Topic[]): boolean =>
  topics.some((topic) => topic !== 'agents' && conversationIn(topic) === undefined);
