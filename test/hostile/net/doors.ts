import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Connection } from '#domain/channels/channel.ts';
import { serveChat } from '#functions/chat-api/serve.ts';
import { edge } from '#functions/middleware/edge.ts';
import { answerWebhookRefusals } from '#functions/middleware/webhook.ts';
import { takeWebhook } from '#functions/webhooks/generic-webhook/take-webhook.ts';
import { create as instagram } from '#functions/webhooks/instagram/handler.ts';
import { create as line } from '#functions/webhooks/line/handler.ts';
import { create as messenger } from '#functions/webhooks/messenger/handler.ts';
import { create as metaWhatsApp } from '#functions/webhooks/meta-whatsapp/handler.ts';
import { create as slack } from '#functions/webhooks/slack/handler.ts';
import { create as telegram } from '#functions/webhooks/telegram/handler.ts';
import { create as twilioSms } from '#functions/webhooks/twilio-sms/handler.ts';
import { genuineRequest } from '#functions/webhooks/twilio-voice/genuine-request.ts';
import { create as twilioWhatsApp } from '#functions/webhooks/twilio-whatsapp/handler.ts';
import { create as viber } from '#functions/webhooks/viber/handler.ts';
import { create as x } from '#functions/webhooks/x/handler.ts';
import { noon } from '#test/support/builders.ts';
import { aChat, memoryCounts } from '#test/support/chat-world.ts';
import { aContext, aLog } from '#test/support/lambda.ts';
import { awsStandIn } from './aws-stand-in.ts';

export const publicUrl = 'https://parley.example';
export const now = new Date(noon);

export type Posted = { readonly status: number; readonly enqueued: readonly string[] };

/** Where a provider's requests come in: the function behind it, and what it put into the inbound SQS queue. */
export type Door = (event: APIGatewayProxyEventV2, credentials: unknown) => Promise<Posted>;

const clock = { now: () => now };

type Create = (
  environment: Readonly<Record<string, string | undefined>>,
  runtime: typeof clock,
) => (
  event: APIGatewayProxyEventV2,
  context: ReturnType<typeof aContext>,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** A function that needs nothing but secrets and the SQS queue, wired as it is deployed. */
const deployedDoor =
  (create: Create): Door =>
  async (event, credentials) => {
    const { parameters, sent, queueUrl } = await awsStandIn();
    parameters.clear();
    for (const [id, own] of Object.entries(credentials as Record<string, unknown>))
      parameters.set(`/parley/connections/${id}`, own);
    const environment = { INBOUND_QUEUE_URL: queueUrl, SECRETS_PATH: '/parley', PUBLIC_URL: publicUrl };
    sent.length = 0;
    const { statusCode = 0 } = await create(environment, clock)(event, aContext());
    return { status: statusCode, enqueued: [...sent] };
  };

const secretsIn = (credentials: unknown) => async (name: string) => {
  const [, own] = Object.entries(credentials as object).find(([id]) => name === `connections/${id}`) ?? [];
  return own === undefined ? undefined : JSON.stringify(own);
};

const settings = { paths: { senderAddress: 'from', text: 'text' } };
const crm = (id: string): Connection => ({
  ...{ id, provider: 'generic-webhook', channel: 'webhook', name: 'CRM', address: 'crm.example', queueId: 'billing' },
  settings,
});

const genericDoor: Door = async (event, credentials) => {
  const enqueued: string[] = [];
  const needs = {
    connections: { get: async (id: string) => (Object.hasOwn(credentials as object, id) ? crm(id) : undefined) },
    secret: secretsIn(credentials),
    countOne: memoryCounts(() => now),
    inbound: async ({ body }: { readonly body: unknown }) => void enqueued.push(JSON.stringify(body)),
    ...clock,
  };
  const take = edge(aLog(), (one: APIGatewayProxyEventV2) => takeWebhook(needs, one), [answerWebhookRefusals()]);
  const { statusCode = 0 } = await take(event, aContext());
  return { status: statusCode, enqueued };
};

export const accountSid = `AC${'0'.repeat(32)}`;

/** What follows a genuine request of a call is a conversation, not a message: here it ends once it is known to be one. */
const voiceDoor: Door = async (event, credentials) => {
  const hotline: Connection = { ...crm('main'), provider: 'twilio-voice', channel: 'voice', accountId: accountSid };
  const needs = {
    connections: { get: async (id: string) => ({ ...hotline, id }) },
    secret: secretsIn(credentials),
    publicUrl,
  };
  const answer = async (one: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => ({
    statusCode: 200,
    body: (await genuineRequest(needs, one)).body,
  });
  const { statusCode = 0, body = '' } = await edge(aLog(), answer, [answerWebhookRefusals()])(event, aContext());
  return { status: statusCode, enqueued: body === '' ? [] : [body] };
};

const inAppDoor: Door = async (event, credentials) => {
  const { main } = credentials as Record<string, unknown>;
  const chat = aChat({ connection: { ...crm('main'), provider: 'in-app', channel: 'app' }, credentials: main });
  const { statusCode = 0 } = await serveChat(chat.needs, event);
  return { status: statusCode, enqueued: chat.handed.map((one) => JSON.stringify(one)) };
};

export const doors = {
  line: deployedDoor(line),
  viber: deployedDoor(viber),
  x: deployedDoor(x),
  telegram: deployedDoor(telegram),
  slack: deployedDoor(slack),
  messenger: deployedDoor(messenger),
  instagram: deployedDoor(instagram),
  'meta-whatsapp': deployedDoor(metaWhatsApp),
  'twilio-sms': deployedDoor(twilioSms),
  'twilio-whatsapp': deployedDoor(twilioWhatsApp),
  'twilio-voice': voiceDoor,
  'generic-webhook': genericDoor,
  'in-app': inAppDoor,
} as const satisfies Record<string, Door>;
