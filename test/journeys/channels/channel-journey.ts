import { expect } from 'vitest';
import type { ConversationDetail, ConversationRow, Problem } from '#functions/agent-api/contract.ts';
import type { ApiAnswer, LocalSystem, Sent } from '#test/support/local-system.ts';
import { eventually, findRow, lastMessageOf, post, rowsOf, whenConversation } from '../journey.ts';

/** The conversation about this text, once an agent has it. */
export async function held(system: LocalSystem, text: string): Promise<ConversationDetail> {
  const { id } = await findRow(system, text);
  return whenConversation(system, id, ({ conversation }) => conversation.holder.kind === 'agent');
}

/** The open conversation of somebody, for those that have no words: calls. */
export const rowNamed = (system: LocalSystem, customerName: string): Promise<ConversationRow> =>
  eventually(`a conversation of ${customerName}`, async () =>
    (await rowsOf(system, 'ada', 'view=open')).find((row) => row.customerName === customerName),
  );

export function holderOf({ conversation }: ConversationDetail): string {
  if (conversation.holder.kind !== 'agent') throw new Error(`nobody has conversation ${conversation.id}`);
  return conversation.holder.agentId;
}

/** Whoever has the conversation answers, having seen it like this. */
export const tryToAnswer = (
  system: LocalSystem,
  seen: ConversationDetail,
  asked: Readonly<Record<string, unknown>>,
): Promise<ApiAnswer<Problem>> =>
  post<Problem>(system, holderOf(seen), {
    path: `/v1/conversations/${seen.conversation.id}/replies`,
    body: { lastSeenEventId: lastMessageOf(seen), ...asked },
  });

/** As `tryToAnswer`, and it is taken. */
export async function answer(
  system: LocalSystem,
  seen: ConversationDetail,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { status, body } = await tryToAnswer(system, seen, asked);
  expect(status, body.detail).toBe(201);
}

/** What reached a customer with this text. */
export const reached = (system: LocalSystem, provider: string, text: string): Promise<Sent> =>
  eventually(`"${text}" at a customer of ${provider}`, async () =>
    (await system.sentBy(provider)).find((sent) => sent.text === text),
  );

export const messagesOf = ({ events }: ConversationDetail) =>
  events.flatMap((event) => (event.type === 'MessageReceived' ? [event.message] : []));

/** How each of our messages fares, oldest first. */
export const deliveriesOf = ({ conversation }: ConversationDetail): readonly string[] =>
  Object.values(conversation.deliveries);
