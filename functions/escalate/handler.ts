import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { startWorkflow } from '#adapters/stepfunctions/start-workflow.ts';
import { checkDeadline, type EscalationNeeds, endSnooze } from '#domain/escalation/check-deadline.ts';
import { onTimer, type TimerNeeds } from '#domain/escalation/on-timer.ts';
import { $Timer, $Watch, type Watch } from '#domain/escalation/watch.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { logOf } from '#functions/middleware/log.ts';

/** Timers come from EventBridge Scheduler, watches from the escalation workflow. */
const $Input = z.union([$Timer, $Watch]);

/** Without `dueAt` the workflow ends; with it, it waits until then and asks again. */
type WorkflowOutput = Omit<Watch, 'dueAt'> & { readonly dueAt?: string };

async function look(needs: EscalationNeeds, watch: Watch): Promise<WorkflowOutput> {
  const { kind, conversationId, id, dueAt } = watch;
  if (kind === 'snooze') {
    await endSnooze(needs, { conversationId, until: id });
    return { kind, conversationId, id };
  }
  const nextDueAt = await checkDeadline(needs, { conversationId, deadlineId: id, dueAt });
  return { kind, conversationId, id, ...(nextDueAt ? { dueAt: nextDueAt } : {}) };
}

export const { create, handler } = deployed(catalogue.escalate, (environment, { now }) => {
  const needs: TimerNeeds = {
    ...storesOn(tableNamed(environment.TABLE_NAME)),
    idFrom,
    now,
    workflow: startWorkflow(new SFNClient({}), environment.ESCALATION_WORKFLOW_ARN),
  };
  return edge(logOf('escalate'), async (event: unknown) => {
    const input = $Input.parse(event);
    return 'watch' in input ? onTimer(needs, input) : look(needs, input);
  });
});
