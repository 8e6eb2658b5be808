import { maySee, seesAll, type Viewer } from '#domain/agents/may-see.ts';
import type { ConversationStore } from '#domain/conversations/ports.ts';
import type { Topic } from './contract.ts';

type Needs = { readonly conversations: Pick<ConversationStore, 'get'> };

const nameIn = (topic: Topic): string => topic.slice(topic.indexOf(':') + 1);

/** Of a person who sees their own queues only: everything is what happens in those. */
async function narrowed(needs: Needs, viewer: Viewer, topic: Topic): Promise<readonly Topic[]> {
  const { id, queueIds, leadsQueueIds } = viewer.agent;
  const own = [...new Set([...queueIds, ...leadsQueueIds])];
  if (topic === 'agents') return [topic];
  if (topic === 'account') return own.map((queueId): Topic => `queue:${queueId}`);
  if (topic.startsWith('inbox:')) return nameIn(topic) === id ? [topic] : [];
  if (!topic.startsWith('conversation:')) return own.includes(nameIn(topic)) ? [topic] : [];
  const conversation = await needs.conversations.get(nameIn(topic));
  return conversation && maySee(viewer, conversation) ? [topic] : [];
}

/** The topics among those asked for that this person may follow. */
export async function topicsAllowed(needs: Needs, viewer: Viewer, topics: readonly Topic[]): Promise<readonly Topic[]> {
  if (seesAll(viewer)) return topics;
  const allowed = await Promise.all(topics.map((topic) => narrowed(needs, viewer, topic)));
  return [...new Set(allowed.flat())];
}
