import * as z from 'zod';
import type { Provider } from '#domain/channels/channel.ts';
import { standIns, table, text } from './environment-parts.ts';
import type { FunctionRow } from './function-row.ts';
import { webhookEnvironment } from './webhook-environment.ts';

/** A function behind one provider's webhooks, each the same but for its folder; `methods` beside POST for those with a challenge. */
const webhookRow = (provider: Provider, impact: string, methods: readonly ('GET' | 'POST')[] = ['POST']) =>
  ({
    entry: `webhooks/${provider}`,
    trigger: {
      kind: 'http',
      routes: methods.map((method) => ({
        path: `${method} /webhooks/${provider}/{connectionId}`,
        access: 'public',
      })),
    },
    environment: webhookEnvironment,
    permissions: ['queue:send:inbound', 'secrets:read'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact,
  }) as const satisfies FunctionRow;

/** The functions that providers, visitors and other systems wake. */
export const channelFunctions = {
  twilioSmsWebhook: webhookRow(
    'twilio-sms',
    'text messages of customers are not accepted; Twilio retries once, then they are lost',
  ),
  twilioWhatsappWebhook: webhookRow(
    'twilio-whatsapp',
    'WhatsApp messages of customers are not accepted; Twilio retries once, then they are lost',
  ),
  twilioVoiceWebhook: {
    entry: 'webhooks/twilio-voice',
    trigger: { kind: 'http', routes: [{ path: 'POST /webhooks/twilio-voice/{connectionId}', access: 'public' }] },
    environment: z.object({ ...table, INBOUND_QUEUE_URL: text, SECRETS_PATH: text, PUBLIC_URL: text }),
    permissions: ['table:get', 'table:query:kind', 'queue:send:inbound', 'secrets:read'],
    memoryMb: 512,
    // Twilio waits 15 seconds for what the caller shall hear.
    timeoutSeconds: 14,
    impact:
      'callers hear an error or your fallback announcement instead of the menu, and missed calls are on no screen',
  },
  amazonConnectWebhook: {
    entry: 'webhooks/amazon-connect',
    trigger: {
      kind: 'eventbridge',
      source: 'aws.connect',
      detailType: 'Amazon Connect Contact Event',
      detail: { eventType: ['DISCONNECTED', 'COMPLETED'] },
    },
    environment: z.object({ INBOUND_QUEUE_URL: text }),
    permissions: ['queue:send:inbound'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'calls through Amazon Connect are on no screen; redrive the dead letters once it works again',
  },
  contactFlow: {
    entry: 'contact-flow',
    trigger: { kind: 'contact-flow' },
    environment: z.object({ ...table }),
    permissions: ['table:get', 'table:query:customer', 'table:query:kind'],
    memoryMb: 512,
    // Amazon Connect waits 8 seconds at most, and 3 unless the block says more.
    timeoutSeconds: 8,
    impact: 'callers through Amazon Connect are not recognised, and the flow goes on at its error branch',
  },
  telegramWebhook: webhookRow(
    'telegram',
    'Telegram messages of customers are not accepted; Telegram keeps them for 24 hours, then they are lost',
  ),
  slackWebhook: webhookRow(
    'slack',
    'Slack messages of customers are not accepted; Slack tries three times within five minutes, then they are lost',
  ),
  webFormWebhook: {
    entry: 'webhooks/web-form',
    trigger: {
      kind: 'http',
      routes: [
        { path: 'GET /webhooks/web-form/{connectionId}', access: 'public' },
        { path: 'POST /webhooks/web-form/{connectionId}', access: 'public' },
        { path: 'OPTIONS /webhooks/web-form/{connectionId}', access: 'public' },
      ],
    },
    environment: z.object({
      ...table,
      INBOUND_QUEUE_URL: text,
      SECRETS_PATH: text,
      PUBLIC_URL: text,
      STAND_INS_URL: standIns,
    }),
    permissions: ['table:get', 'table:update', 'queue:send:inbound', 'secrets:read'],
    memoryMb: 512,
    timeoutSeconds: 15,
    impact: 'visitors see no contact form, or cannot send it',
  },
  genericWebhook: {
    entry: 'webhooks/generic-webhook',
    trigger: {
      kind: 'http',
      routes: [{ path: 'POST /webhooks/generic-webhook/{connectionId}', access: 'public' }],
    },
    environment: z.object({ ...table, INBOUND_QUEUE_URL: text, SECRETS_PATH: text }),
    permissions: ['table:get', 'table:update', 'queue:send:inbound', 'secrets:read'],
    memoryMb: 512,
    timeoutSeconds: 10,
    impact: 'messages from systems of your own are not accepted; senders that follow Standard Webhooks try again',
  },
  pollSources: {
    entry: 'poll-sources',
    trigger: { kind: 'schedule', everyMinutes: 5 },
    environment: z.object({ ...table, INBOUND_QUEUE_URL: text, SECRETS_PATH: text, STAND_INS_URL: standIns }),
    permissions: ['table:get', 'table:put', 'table:query:kind', 'queue:send:inbound', 'secrets:read'],
    memoryMb: 256,
    timeoutSeconds: 120,
    impact: 'new app reviews and mentions are on no screen; they are fetched once it works again',
  },
  lineWebhook: webhookRow(
    'line',
    'LINE messages of customers are not accepted; LINE redelivers them for a while where that is switched on, else they are lost',
  ),
  viberWebhook: webhookRow('viber', 'Viber messages of customers are not accepted; Viber retries them for a while'),
  xWebhook: webhookRow(
    'x',
    'direct messages and mentions at X are not accepted; a replay job at X can bring back recent ones',
    ['POST', 'GET'],
  ),
  awsSmsWebhook: {
    entry: 'webhooks/aws-sms',
    trigger: { kind: 'sns', topic: 'aws-sms' },
    environment: z.object({ INBOUND_QUEUE_URL: text }),
    permissions: ['queue:send:inbound'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'texts of customers through AWS are on no screen; redrive the dead letters once it works again',
  },
  messengerWebhook: webhookRow(
    'messenger',
    'Messenger messages and comments on the Facebook page are not accepted; Meta tries again for about 36 hours, then stops sending',
    ['GET', 'POST'],
  ),
  instagramWebhook: webhookRow(
    'instagram',
    'Instagram messages, comments and mentions are not accepted; Meta tries again for about 36 hours, then stops sending',
    ['GET', 'POST'],
  ),
  metaWhatsappWebhook: webhookRow(
    'meta-whatsapp',
    'WhatsApp messages of customers are not accepted; Meta tries again for up to seven days',
    ['GET', 'POST'],
  ),
  awsWhatsappWebhook: {
    entry: 'webhooks/aws-whatsapp',
    trigger: { kind: 'sns', topic: 'aws-whatsapp' },
    environment: z.object({ INBOUND_QUEUE_URL: text }),
    permissions: ['queue:send:inbound'],
    memoryMb: 256,
    timeoutSeconds: 10,
    impact: 'WhatsApp messages that come through AWS are on no screen; redrive the dead letters once it works again',
  },
  chatApi: {
    entry: 'chat-api',
    trigger: {
      kind: 'http',
      routes: [
        // Also OPTIONS: which pages may ask is said by each connection.
        { path: 'ANY /chat/{connectionId}/{path+}', access: 'public' },
        { path: 'POST /in-app/{connectionId}/messages', access: 'public' },
      ],
    },
    environment: z.object({
      ...table,
      INBOUND_QUEUE_URL: text,
      SECRETS_PATH: text,
      PUBLIC_URL: text,
      FILES_BUCKET: text,
      SOCKETS_URL: text,
      CHAT_SOCKETS_PUBLIC_URL: text,
    }),
    permissions: [
      'table:get',
      'table:put',
      'table:update',
      'table:delete',
      'table:query:items',
      'table:query:customer',
      'queue:send:inbound',
      'secrets:read',
      'files:link',
      'files:upload:visitors',
      'sockets:push',
    ],
    memoryMb: 512,
    timeoutSeconds: 15,
    impact: 'visitors cannot begin a chat, and those without a socket cannot go on; apps cannot write',
  },
  chatSocket: {
    entry: 'chat-socket',
    trigger: { kind: 'socket', api: 'chat' },
    environment: z.object({
      ...table,
      INBOUND_QUEUE_URL: text,
      PUBLIC_URL: text,
      SOCKETS_URL: text,
      CHAT_SOCKETS_URL: text,
    }),
    permissions: [
      'table:get',
      'table:put',
      'table:update',
      'table:delete',
      'table:query:items',
      'table:query:customer',
      'queue:send:inbound',
      'sockets:push',
      'chat-sockets:push',
    ],
    memoryMb: 512,
    timeoutSeconds: 10,
    impact: 'visitors see answers a few seconds late, since their pages have to ask for them',
  },
} as const satisfies Record<string, FunctionRow>;
