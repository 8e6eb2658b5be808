import { type Push, pushToAll, type SocketStore } from '../agents/realtime.ts';
import type { Conversation } from '../conversations/conversation.ts';
import { type Clock, instant } from '../kernel/clock.ts';
import type { ChatStore } from './ports.ts';
import type { Speaking } from './post-message.ts';
import { pushToVisitor } from './push-to-visitor.ts';
import { firstNameOf, keyOfVisitor } from './session.ts';
import { conversationOfVisitor, type HistoryNeeds } from './visitor-history.ts';

/** Shows the agents who look at a visitor's conversation that the visitor is typing. Nothing is kept of it. */
export async function tellAgentsOfTyping(
  needs: HistoryNeeds & { readonly sockets: SocketStore; readonly push: Push; readonly now: Clock },
  { connection, session }: Speaking,
): Promise<void> {
  const conversation = await conversationOfVisitor(needs, connection, keyOfVisitor(session));
  if (!conversation) return;
  const topic = `conversation:${conversation.id}`;
  const following = (await needs.sockets.list()).filter(({ topics }) => topics.includes(topic));
  const frame = { type: 'customer-typing', conversationId: conversation.id, at: instant(needs.now()) };
  await pushToAll(needs, following, frame);
}

/** Shows the visitor of a conversation that an agent is writing an answer. Conversations on other channels have none. */
export async function tellVisitorOfTyping(
  needs: { readonly store: Pick<ChatStore, 'presence' | 'removeSocket'>; readonly push: Push },
  conversation: Conversation,
  agentName: string,
): Promise<void> {
  const { channel, connectionId, replyTo } = conversation;
  if ((channel !== 'chat' && channel !== 'app') || !replyTo) return;
  const { sockets } = await needs.store.presence({ connectionId, address: replyTo.address });
  await pushToVisitor(needs, sockets, { type: 'typing', name: firstNameOf(agentName) });
}
