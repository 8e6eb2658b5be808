import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { $TwilioCredentials } from '#adapters/channels/twilio-sms/credentials.ts';
import { formParams, isSignedByTwilio } from '#adapters/channels/twilio-sms/signature.ts';
import { emptyTwiml } from '#adapters/channels/twilio-sms/twiml.ts';
import { type SendToQueue, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { type ReadSecret, secretsBelow } from '#adapters/ssm/secrets.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { answerWebhookRefusals, type WebhookRequest, webhookRequest } from '#functions/middleware/webhook.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

type Needs = {
  readonly secret: ReadSecret;
  readonly inbound: SendToQueue;
  /** As configured at Twilio: signatures are over this address, whatever the request says of its host. */
  readonly publicUrl: string;
  readonly now: Clock;
};

/** As in `$Connection`; anything else cannot be one, nor the name of a parameter. */
const connectionId = /^[a-z0-9-]{1,64}$/;

async function mustBeSigned(needs: Needs, request: WebhookRequest): Promise<void> {
  if (!connectionId.test(request.connectionId)) throw new Refusal('not-found', 'unknown connection');
  const stored = await needs.secret(`connections/${request.connectionId}`);
  if (!stored) throw new Refusal('not-found', 'unknown connection');
  const { authTokens } = $TwilioCredentials.parse(JSON.parse(stored));
  const path = `/webhooks/twilio-sms/${request.connectionId}`;
  const url = `${needs.publicUrl}${path}${request.rawQuery === '' ? '' : `?${request.rawQuery}`}`;
  const signature = request.headers['x-twilio-signature'];
  const body = request.body.toString('utf8');
  const signed = request.contentType.startsWith('application/json') ? { body } : { params: formParams(body) };
  if (!isSignedByTwilio({ url, signature, authTokens, ...signed }))
    throw new Refusal('unauthenticated', 'bad signature');
}

/** Messages of one customer keep their order; receipts of one message keep theirs, and hold up nobody else. */
function groupOf(request: WebhookRequest): string {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const about = form.has('MessageStatus') ? form.get('MessageSid') : form.get('From');
  // SQS allows 128 of these characters in a group id.
  return `${request.connectionId}.${(about ?? 'unknown').replace(/[^\w+.-]/g, '_')}`.slice(0, 128);
}

/** Verify the bytes, put them on the SQS queue, answer. All work is done from the queue. */
async function accept(needs: Needs, event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const request = webhookRequest(event);
  await mustBeSigned(needs, request);
  const envelope: InboundEnvelope = {
    provider: 'twilio-sms',
    connectionId: request.connectionId,
    receivedAt: instant(needs.now()),
    contentType: request.contentType,
    ...(request.rawQuery === '' ? {} : { query: request.rawQuery }),
    body: request.body.toString('utf8'),
    encoding: 'utf8',
  };
  await needs.inbound({ body: envelope, group: groupOf(request), deduplicationId: event.requestContext.requestId });
  // A text/plain answer would be sent to the customer as a message (channels: Twilio, "Response").
  return { statusCode: 200, headers: { 'content-type': emptyTwiml.contentType }, body: emptyTwiml.body };
}

export const { create, handler } = deployed(catalogue.twilioSmsWebhook, (environment, { now }) => {
  const needs: Needs = {
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    publicUrl: environment.PUBLIC_URL,
    now,
  };
  return edge(webhookLogOf('twilio-sms-webhook'), (event: APIGatewayProxyEventV2) => accept(needs, event), [
    answerWebhookRefusals(),
  ]);
});
