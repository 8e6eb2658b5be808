import { whenConversation } from '#test/journeys/journey.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { asks, found, read } from './asking.ts';

/** Deadlines pass and what was put away comes back. */
export async function timePasses(system: LocalSystem): Promise<void> {
  await system.sendSms({ from: '+15550180', text: 'Where is order 80001?' });
  await system.sendSms({ from: '+15550181', text: 'Where is order 80002?' });
  const { conversation } = await found(system, '80001');
  const until = new Date(Date.parse((await system.state()).now) + 3_600_000).toISOString();
  await asks(system, 'ada', { method: 'POST', path: `/v1/conversations/${conversation.id}/snooze`, body: { until } });
  const late = await found(system, '80002');
  await read(system);
  await system.advanceClock('P3D');
  await whenConversation(system, conversation.id, ({ events }) =>
    events.some(({ type }) => type === 'ConversationWoken'),
  );
  await whenConversation(system, late.conversation.id, ({ events }) =>
    events.some(({ type }) => type === 'ConversationEscalated'),
  );
  await read(system);
}
