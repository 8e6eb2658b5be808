import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { emptyTwiml } from '#adapters/channels/twilio/twiml.ts';
import { createAgentStore } from '#adapters/dynamodb/agent-store.ts';
import { connectionsOn, settingsOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { type SendToQueue, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { answerWebhookRefusals } from '#functions/middleware/webhook.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';
import { type AnsweringNeeds, answerCall } from './answer-call.ts';
import { type CallRequest, genuineRequest } from './genuine-request.ts';

/**
 * How a call ended keeps its order with the call. Recordings and transcripts have their own: they wait for the call's
 * message, and would hold it up.
 */
function groupOf({ connection, form, query }: CallRequest): string {
  const call = form.get('ParentCallSid') ?? form.get('CallSid') ?? 'unknown';
  const step = query.get('step') ?? '';
  const own = ['recording', 'transcript', 'live-transcript'].includes(step) ? `.${step}` : '';
  return `${connection.id}.${call}${own}`.replace(/[^\w.-]/g, '_').slice(0, 128);
}

const reportTo =
  (inbound: SendToQueue, now: Clock): AnsweringNeeds['report'] =>
  async (request, facts = {}) => {
    const { connection, query, requestId, contentType, body } = request;
    const told = new URLSearchParams(query);
    for (const [name, value] of Object.entries(facts)) if (value) told.set(name, value);
    const envelope: InboundEnvelope = {
      id: requestId,
      provider: 'twilio-voice',
      connectionId: connection.id,
      receivedAt: instant(now()),
      contentType,
      ...(told.size === 0 ? {} : { query: told.toString() }),
      body,
      encoding: 'utf8',
    };
    await inbound({ body: envelope, group: groupOf(request), deduplicationId: requestId });
  };

export const { create, handler } = deployed(catalogue.twilioVoiceWebhook, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const request = {
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    connections: connectionsOn(table),
    publicUrl: environment.PUBLIC_URL,
  };
  const needs: AnsweringNeeds = {
    agents: createAgentStore(table),
    settings: settingsOn(table),
    now,
    report: reportTo(sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL), now),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
  return edge(
    webhookLogOf('twilio-voice-webhook'),
    async (event: APIGatewayProxyEventV2) => ({
      statusCode: 200,
      headers: { 'content-type': emptyTwiml.contentType },
      body: await answerCall(needs, await genuineRequest(request, event)),
    }),
    [answerWebhookRefusals()],
  );
});
