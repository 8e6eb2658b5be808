import { signedHeaders } from '#adapters/channels/in-app/standard-webhook.ts';
import { lineSignature } from '#adapters/channels/line/signature.ts';
import { metaSignature } from '#adapters/channels/meta/signature.ts';
import { slackSignature } from '#adapters/channels/slack/signature.ts';
import { formParams, twilioSignature } from '#adapters/channels/twilio/signature.ts';
import { viberSignature } from '#adapters/channels/viber/signature.ts';
import { xSignature } from '#adapters/channels/x/signature.ts';
import { accountSid, type doors, now, publicUrl } from './doors.ts';

export type Headers = Readonly<Record<string, string>>;

export type ToSign = {
  readonly body: string;
  readonly secret: string;
  readonly url: string;
  /** @default now */
  readonly seconds?: number;
  readonly id?: string;
};

/** How one provider proves that a request is its own. */
export type Signer = {
  readonly provider: keyof typeof doors;
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  /** The header with the proof. */
  readonly header: string;
  readonly sign: (given: ToSign) => Headers;
  /** What the SecureString of a connection with these secrets holds, the current one first. */
  readonly credentials: (secrets: readonly string[]) => unknown;
  /** What of a request the proof covers: its bytes, or the fields of its form; a token covers nothing. */
  readonly covers: 'bytes' | 'fields' | 'nothing';
  /** The header with the time that is signed along. */
  readonly timestamp?: string;
  /** The header with the id that is signed along. */
  readonly id?: string;
  /** A secret of the provider's shape, made of a word. */
  readonly secret: (word: string) => string;
};

const nowSeconds = Math.floor(now.getTime() / 1000);
const word = (name: string): string => `hostile-${name}-${'0123456789'.repeat(3)}`;
const json = { contentType: 'application/json', covers: 'bytes', secret: word } as const;
const say = JSON.stringify({ object: 'page', events: [], text: 'Grüße, \u00e9\ud83d\ude00 "quoted" <b>&amp;' });

const meta = (provider: 'messenger' | 'instagram' | 'meta-whatsapp'): Signer => ({
  ...json,
  provider,
  path: `/webhooks/${provider}/main`,
  body: say,
  header: 'x-hub-signature-256',
  sign: ({ body, secret }) => ({ 'x-hub-signature-256': metaSignature(body, secret) }),
  credentials: (appSecrets) => ({
    appSecrets,
    verifyToken: 'a-word-of-our-choice',
    accessToken: 'token',
    appId: '1'.repeat(16),
    accountId: '2',
  }),
});

const form = new URLSearchParams({ AccountSid: accountSid, From: '+15550100001', Body: 'Grüße & co', CallSid: 'CA1' });
const twilio = (provider: 'twilio-sms' | 'twilio-whatsapp' | 'twilio-voice'): Signer => ({
  provider,
  path: `/webhooks/${provider}/main`,
  contentType: 'application/x-www-form-urlencoded',
  body: form.toString(),
  header: 'x-twilio-signature',
  sign: ({ body, secret, url }) => ({
    'x-twilio-signature': twilioSignature({ url, params: formParams(body), authToken: secret }),
  }),
  credentials: (authTokens) => ({ accountSid, authTokens }),
  covers: 'fields',
  secret: word,
});

const standard = {
  ...json,
  header: 'webhook-signature',
  timestamp: 'webhook-timestamp',
  id: 'webhook-id',
  sign: ({ body, secret, seconds = nowSeconds, id = 'msg_1' }: ToSign) =>
    signedHeaders([secret], { id, body, now: new Date(seconds * 1000) }),
  secret: (name: string) => `whsec_${Buffer.from(word(name)).toString('base64')}`,
} as const;

/** Every provider whose requests come over HTTP. Amazon's own come by IAM, and have no route. */
export const signers: readonly Signer[] = [
  meta('messenger'),
  meta('instagram'),
  meta('meta-whatsapp'),
  twilio('twilio-sms'),
  twilio('twilio-whatsapp'),
  twilio('twilio-voice'),
  {
    ...json,
    provider: 'line',
    path: '/webhooks/line/main',
    body: say,
    header: 'x-line-signature',
    sign: ({ body, secret }) => ({ 'x-line-signature': lineSignature(body, secret) }),
    credentials: (channelSecrets) => ({ channelSecrets, channelAccessToken: 'token' }),
  },
  {
    ...json,
    provider: 'viber',
    path: '/webhooks/viber/main',
    body: say,
    header: 'x-viber-content-signature',
    sign: ({ body, secret }) => ({ 'x-viber-content-signature': viberSignature(body, secret) }),
    credentials: (authTokens) => ({ authTokens }),
  },
  {
    ...json,
    provider: 'x',
    path: '/webhooks/x/main',
    body: say,
    header: 'x-twitter-webhooks-signature',
    sign: ({ body, secret }) => ({ 'x-twitter-webhooks-signature': xSignature(body, secret) }),
    credentials: (consumerSecrets) => ({
      consumerSecrets,
      clientSecrets: [],
      consumerKey: 'key',
      accessToken: '1-token',
      accessTokenSecret: 'token',
    }),
  },
  {
    ...json,
    provider: 'slack',
    path: '/webhooks/slack/main',
    body: say,
    header: 'x-slack-signature',
    timestamp: 'x-slack-request-timestamp',
    sign: ({ body, secret, seconds = nowSeconds }) => ({
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': slackSignature(secret, String(seconds), Buffer.from(body)),
    }),
    credentials: (signingSecrets) => ({ signingSecrets, botToken: 'xoxb-token' }),
  },
  {
    ...json,
    provider: 'telegram',
    path: '/webhooks/telegram/main',
    body: say,
    header: 'x-telegram-bot-api-secret-token',
    sign: ({ secret }) => ({ 'x-telegram-bot-api-secret-token': secret }),
    credentials: (secretTokens) => ({ secretTokens, botToken: `1:${'t'.repeat(35)}` }),
    covers: 'nothing',
  },
  {
    ...standard,
    provider: 'generic-webhook',
    path: '/webhooks/generic-webhook/main',
    body: JSON.stringify({ from: 'u-1', text: 'Grüße \ud83d\ude00' }),
    credentials: (secrets) => ({ secrets }),
  },
  {
    ...standard,
    provider: 'in-app',
    path: '/in-app/main/messages',
    body: JSON.stringify({ user: { id: 'u-1' }, text: 'Grüße \ud83d\ude00' }),
    credentials: (messageSecrets) => ({ messageSecrets }),
  },
];

export const urlOf = ({ path }: Signer): string => `${publicUrl}${path}`;
