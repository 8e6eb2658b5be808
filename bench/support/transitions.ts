import { randomUUID } from 'node:crypto';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { Timer } from '#domain/escalation/watch.ts';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import type { ApiAnswer } from '#functions/middleware/api/request.ts';
import { escalationWorkflowArn, timersGroup } from '#local/names.ts';
import { watch } from './counted-calls.ts';
import { type Driver, driverOf } from './drive.ts';
import { startReadMeter } from './run.ts';
import { business, startSystem } from './system.ts';
import { httpPost, smsWebhook } from './traffic.ts';

/** A request to the agent API as API Gateway hands it over once it has verified the token. */
export function apiEvent(
  agentId: string,
  request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Record<string, string>;
    readonly body?: unknown;
    /** @default 'agent' */
    readonly group?: 'agent' | 'supervisor';
  },
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { method, path, query, body, group = 'agent' } = request;
  const event = httpPost(path, {
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const claims = { sub: agentId, username: agentId, token_use: 'access', 'cognito:groups': `[${group}]` };
  return {
    ...event,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      ...event.requestContext,
      http: { ...event.requestContext.http, method },
      authorizer: { principalId: agentId, integrationLatency: 0, jwt: { claims, scopes: [] } },
    },
  };
}

/** What one owed reply costs in being watched. */
export type Watching = {
  /** Schedules of EventBridge Scheduler that go off. */
  readonly timers: number;
  readonly transitions: number;
  /** Of escalate: invocations, and calls to AWS in them. */
  readonly invocations: number;
  readonly calls: number;
  readonly readUnits: number;
};

/** Long enough for the deadline of the bench's policy and everything that follows from missing it. */
const watchedMinutes = 180;
const minuteMs = 60_000;

/** One conversation that is answered in time, or by nobody: watched by the real timers and the real workflow. */
export async function watchingOf(ending: 'answered' | 'late'): Promise<Watching> {
  const seen = watch();
  const system = await startSystem('embedded', seen.as);
  const reads = await startReadMeter(system);
  const driver = driverOf(system, seen, () => undefined);
  let readUnits = 0;
  try {
    await driver.invoke('twilioSmsWebhook', smsWebhook({ thread: 0, turn: 0, text: 'When will my lamp arrive?' }, 0));
    await driver.settle(['inbound', 'urgent', 'standard']);
    if (ending === 'answered') await reply(driver, await watchedConversation());
    for (let minute = 0; minute < watchedMinutes; minute += 5) {
      await driver.settle(['urgent', 'standard']);
      reads.reset();
      await system.clock.advance(5 * minuteMs);
      readUnits += reads.units();
    }
    const calls = [...(seen.calls.get('escalate')?.values() ?? [])].reduce((sum, count) => sum + count, 0);
    return {
      timers: system.scheduler.wentOff(),
      transitions: (await executionsAt(system.workflow.endpoint)).reduce(
        (sum, { executionArn }) => sum + system.workflow.transitions(executionArn),
        0,
      ),
      invocations: seen.invocations.get('escalate') ?? 0,
      calls,
      readUnits,
    };
  } finally {
    seen.stop();
    driver.stop();
    await system.stop();
    await reads.stop();
  }
}

/** The conversation that the first timer is about. */
async function watchedConversation(): Promise<string> {
  const client = new SchedulerClient({});
  const { Schedules: [schedule] = [] } = await client.send(new ListSchedulesCommand({ GroupName: timersGroup }));
  const { Target } = await client.send(new GetScheduleCommand({ Name: schedule?.Name ?? '', GroupName: timersGroup }));
  client.destroy();
  const timer: Timer = JSON.parse(Target?.Input ?? '');
  return timer.watch.conversationId;
}

/** An agent answers, having read all; never in the same words, by which an answer to a review is known. */
export async function reply(driver: Driver, conversationId: string): Promise<void> {
  const path = `/v1/conversations/${conversationId}`;
  const agentId = business.agents[0]?.id ?? '';
  const read = (await driver.invoke('agentApi', apiEvent(agentId, { method: 'GET', path }))) as ApiAnswer;
  const { conversation }: ConversationDetail = JSON.parse(read.body ?? '{}');
  const text = `On Thursday, as order ${randomUUID().slice(0, 8)} says.`;
  const body = { text, lastSeenEventId: conversation.lastMessage?.eventId };
  const request = apiEvent(agentId, { method: 'POST', path: `${path}/replies`, body });
  const answered = (await driver.invoke('agentApi', request)) as ApiAnswer;
  if (answered.statusCode !== 201) throw new Error(`the reply was not accepted: ${answered.body}`);
}

type Execution = { readonly executionArn: string };

async function executionsAt(endpoint: string): Promise<readonly Execution[]> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.ListExecutions', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ stateMachineArn: escalationWorkflowArn }),
  });
  const { executions } = (await response.json()) as { executions: readonly Execution[] };
  return executions;
}
