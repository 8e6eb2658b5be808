import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { connectionsOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { answerWebhookRefusals } from '#functions/middleware/webhook.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';
import { takeWebhook, type WebhookNeeds } from './take-webhook.ts';

export const { create, handler } = deployed(catalogue.genericWebhook, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const needs: WebhookNeeds = {
    connections: connectionsOn(table),
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    countOne: createRateLimitStore(table, now),
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    now,
  };
  return edge(webhookLogOf('generic-webhook'), (event: APIGatewayProxyEventV2) => takeWebhook(needs, event), [
    answerWebhookRefusals(),
  ]);
});
