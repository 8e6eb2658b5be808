import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { checkDeadline, type EscalationNeeds, endSnooze } from '#domain/escalation/check-deadline.ts';
import { $WorkflowInput, type WorkflowInput } from '#domain/escalation/workflow.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';

/** Without `dueAt` the workflow ends; with it, it waits until then and asks again. */
type WorkflowOutput = Omit<WorkflowInput, 'dueAt'> & { readonly dueAt?: string };

async function look(needs: EscalationNeeds, input: WorkflowInput): Promise<WorkflowOutput> {
  const { kind, conversationId, id } = input;
  if (kind === 'snooze') {
    await endSnooze(needs, { conversationId, until: id });
    return { kind, conversationId, id };
  }
  const dueAt = await checkDeadline(needs, { conversationId, deadlineId: id });
  return { kind, conversationId, id, ...(dueAt ? { dueAt } : {}) };
}

export const { create, handler } = deployed(catalogue.escalate, (environment, { now }) => {
  const needs: EscalationNeeds = { ...storesOn(tableNamed(environment.TABLE_NAME)), idFrom, now };
  return edge(logOf('escalate'), (event: unknown) => look(needs, $WorkflowInput.parse(event)));
});
