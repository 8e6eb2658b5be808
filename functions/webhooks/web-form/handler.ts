import { randomBytes } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { standInFetch } from '#adapters/channels/shared/stand-in-fetch.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { connectionsOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';
import { type HttpAnswer, sentence } from './answers.ts';
import { type FormNeeds, serveForm } from './serve-form.ts';

const refusals = {
  'not-found': [404, 'There is no form here. Please check the address.'],
  'too-large': [413, 'The form is too large. Please shorten what you wrote and send it again.'],
  invalid: [415, 'The form was not sent in a way that we can read. Please open it again and send it from there.'],
} as const;
const outage = [503, 'We could not take your message just now. Please send it again in a minute.'] as const;

/** Whoever sent a form is a person: refusals and outages are told in words. */
const answerInWords = (): MiddlewareObj<APIGatewayProxyEventV2, HttpAnswer> => ({
  onError: (request) => {
    const { error } = request;
    const kind = error instanceof Refusal ? error.kind : 'outage';
    const [status, words] =
      kind === 'not-found' || kind === 'too-large' || kind === 'invalid' ? refusals[kind] : outage;
    request.response = sentence(status, words);
  },
});

export const { create, handler } = deployed(catalogue.webFormWebhook, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const needs: FormNeeds = {
    connections: connectionsOn(table),
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    countOne: createRateLimitStore(table, now),
    inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL),
    // The captcha services, by addresses of ours; without the look at addresses that others need.
    fetch: standInFetch(environment.STAND_INS_URL, fetch),
    publicUrl: environment.PUBLIC_URL,
    nonce: () => randomBytes(12).toString('base64url'),
    idFrom,
    now,
  };
  return edge(webhookLogOf('web-form-webhook'), (event: APIGatewayProxyEventV2) => serveForm(needs, event), [
    answerInWords(),
  ]);
});
