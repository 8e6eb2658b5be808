import { expect, it } from 'vitest';
import { $ConversationRow } from '#functions/agent-api/contract.ts';
import { aConversation } from '#test/support/builders.ts';
import { createConsoleModel } from './console-model.ts';

const conversation = aConversation();
const { id } = conversation;
const fact = (factId: string) =>
  ({
    id: factId,
    at: '2026-11-22T09:00:00.000Z',
    by: { kind: 'agent', id: 'maya' },
    type: 'ConversationReopened',
    reason: 'by hand',
  }) as const;
const told = (factId: string) =>
  JSON.stringify({ type: 'change', conversation: $ConversationRow.parse(conversation), events: [fact(factId)] });

it('asks once more for a conversation when news came while it was being asked for', () => {
  const model = createConsoleModel();
  model.asks(id);
  expect(model.hear(told('e2'))).toStrictEqual([]);
  expect(model.read({ conversation, events: [fact('e1')] })).toStrictEqual([{ ask: 'conversation', id }]);
});

it('asks nothing more when no news came, or only before', () => {
  const model = createConsoleModel();
  model.hear(told('e1'));
  model.asks(id);
  expect(model.read({ conversation, events: [fact('e1')] })).toStrictEqual([]);
  model.hear(told('e2'));
  expect([...(model.shown?.eventIds ?? [])]).toStrictEqual(['e1', 'e2']);
});
