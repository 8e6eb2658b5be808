import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { ConversationDetail } from '#functions/agent-api/contract.ts';
import type { ApiAnswer } from '#functions/agent-api/request.ts';
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
  },
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { method, path, query, body } = request;
  const event = httpPost(path, {
    headers: { 'content-type': 'application/json', 'idempotency-key': `bench-${path}` },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const claims = { sub: agentId, username: agentId, 'cognito:groups': '[agent]' };
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

/** An agent answers, having read all. */
export async function reply(driver: Driver, conversationId: string): Promise<void> {
  const path = `/v1/conversations/${conversationId}`;
  const agentId = business.agents[0]?.id ?? '';
  const read = (await driver.invoke('agentApi', apiEvent(agentId, { method: 'GET', path }))) as ApiAnswer;
  const { conversation }: ConversationDetail = JSON.parse(read.body ?? '{}');
  const body = { text: 'On Thursday.', lastSeenEventId: conversation.lastMessage?.eventId };
  const answered = await driver.invoke(
    'agentApi',
    apiEvent(agentId, { method: 'POST', path: `${path}/replies`, body }),
  );
  if ((answered as ApiAnswer).statusCode !== 201) throw new Error('the reply was not accepted');
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
