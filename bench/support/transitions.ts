import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import type { ApiAnswer } from '#functions/middleware/api/request.ts';
import { escalationWorkflowArn } from '#local/names.ts';
import { watch } from './counted-calls.ts';
import { type Driver, driverOf } from './drive.ts';
import { business, startSystem } from './system.ts';
import { httpPost, smsWebhook } from './traffic.ts';

const dayMs = 86_400_000;

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
  const claims = { sub: agentId, username: agentId, 'cognito:groups': `[${group}]` };
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

type Execution = { readonly executionArn: string };

/** State transitions of the escalation workflow of one conversation that is answered in time, by the workflow itself. */
export async function transitionsOfAnswered(): Promise<number> {
  const system = await startSystem('embedded');
  const seen = watch();
  const driver = driverOf(system, seen, () => undefined);
  try {
    await driver.invoke('twilioSmsWebhook', smsWebhook({ thread: 0, turn: 0, text: 'When will my lamp arrive?' }, 0));
    await driver.settle(['inbound', 'urgent', 'standard']);
    const [execution] = await executionsAt(system.workflow.endpoint);
    if (!execution) throw new Error('the conversation started no workflow');
    const conversationId = execution.executionArn.split(':').at(-1)?.split('-')[0] ?? '';
    await reply(driver, conversationId);
    await system.clock.advance(dayMs);
    return system.workflow.transitions(execution.executionArn);
  } finally {
    seen.stop();
    driver.stop();
    await system.stop();
  }
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

async function executionsAt(endpoint: string): Promise<readonly Execution[]> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.ListExecutions', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ stateMachineArn: escalationWorkflowArn }),
  });
  const { executions } = (await response.json()) as { executions: readonly Execution[] };
  return executions;
}
