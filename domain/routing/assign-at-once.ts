import type { AgentStore } from '../agents/agent.ts';
import { type Conversation, wantsAgent } from '../conversations/conversation.ts';
import { type Attributed, byRule } from '../conversations/facts.ts';
import { chooseAgent } from './choose-agent.ts';
import type { Queue } from './queue.ts';

/**
 * Who is free is given a conversation by the decision that opens it or brings it back: that spares a decision, and the
 * customer its way through the SQS queue. When nobody is free nothing is decided here; routing puts it into the line.
 */
export async function assignmentAtOnce(
  needs: { readonly agents: Pick<AgentStore, 'list'> },
  after: Conversation | undefined,
  queue: Queue,
): Promise<readonly Attributed[]> {
  if (!(after && wantsAgent(after))) return [];
  const choice = chooseAgent(after, queue, await needs.agents.list());
  if (choice.kind !== 'agent') return [];
  const { id, name } = choice.agent;
  return [byRule('routing', { type: 'ConversationAssigned', agentId: id, agentName: name, reason: choice.reason })];
}
