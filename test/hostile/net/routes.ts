import { createHmac } from 'node:crypto';
import { create as awsSms } from '#functions/webhooks/aws-sms/handler.ts';
import { create as awsWhatsApp } from '#functions/webhooks/aws-whatsapp/handler.ts';
import { create as sesEmail } from '#functions/webhooks/ses-email/handler.ts';
import { routeFor } from '#local/http/routes.ts';
import { aContext } from '#test/support/lambda.ts';
import type { Hostile, Verdict } from '../contract.ts';
import { awsStandIn } from './aws-stand-in.ts';
import { doors, now } from './doors.ts';
import { eventOf } from './forged-requests.ts';
import { verdictOf } from './signatures.ts';
import { type Signer, signers } from './signers.ts';
import { beforeColon, byKind } from './together.ts';

const nowhere = (method: string, path: string): Verdict => {
  const route = routeFor(method, path);
  if (route) return { outcome: 'stored', reason: `${method} ${path} leads to ${route.functionName}` };
  return { outcome: 'refused', reason: 'HTTP 404: there is no such route' };
};

/** Amazon's own news comes by IAM: over HTTP there is no door at which it could be forged, and no certificate to fetch. */
const amazon = ['ses-email', 'aws-sms', 'aws-whatsapp', 'amazon-connect'].flatMap((provider) =>
  ['POST', 'GET', 'PUT'].map(
    (method): Hostile => ({
      group: 'routes',
      name: `${method} of news in the name of ${provider} over HTTP`,
      expects: 'refused',
      run: async () => nowhere(method, `/webhooks/${provider}/main`),
    }),
  ),
);

const methods = ['PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'CONNECT', 'post', 'POST ', 'GET\n'];
const wrongMethods = signers
  .filter(({ provider }) => provider !== 'in-app')
  .flatMap(({ provider, path }) =>
    methods.map(
      (method): Hostile => ({
        group: 'routes',
        name: `${provider}: ${JSON.stringify(method)} in place of POST`,
        expects: 'refused',
        run: async () => nowhere(method, path),
      }),
    ),
  );

const paths = [
  '/webhooks/slack',
  '/webhooks/slack/',
  '/webhooks/slack/a/b',
  '/webhooks//main',
  '/WEBHOOKS/slack/main',
  '/webhooks/slack%2fmain',
  '/webhooks/__proto__/main',
  '/webhooks/constructor/main',
  '//webhooks/slack/main',
  '/webhooks/../v1/agents',
];
const wrongPaths = paths.map(
  (path): Hostile => ({
    group: 'routes',
    name: `POST ${path}`,
    expects: 'refused',
    run: async () => nowhere('POST', path),
  }),
);

const sns = { 'ses-email': sesEmail, 'aws-sms': awsSms, 'aws-whatsapp': awsWhatsApp };

/** Each names an address that a careless receiver would fetch. */
const inside = 'http://169.254.169.254/latest/meta-data/';
const records: readonly (readonly [string, object])[] = [
  [
    'a subscription to confirm',
    { Type: 'SubscriptionConfirmation', SubscribeURL: inside, Token: 't', Message: 'confirm' },
  ],
  ['an end of a subscription', { Type: 'UnsubscribeConfirmation', SubscribeURL: inside, Token: 't', Message: 'bye' }],
  [
    'a certificate elsewhere',
    { Type: 'Notification', SigningCertUrl: 'https://sns.evil.example/cert.pem', SignatureVersion: '1', Message: '{}' },
  ],
  [
    'a certificate on another port',
    {
      Type: 'Notification',
      SigningCertUrl: 'https://sns.us-east-1.amazonaws.com:8443/c.pem',
      SignatureVersion: '2',
      Message: '{}',
    },
  ],
  [
    'a certificate on another path',
    { Type: 'Notification', SigningCertUrl: 'https://s3.amazonaws.com/evil/c.pem', Signature: '', Message: '{}' },
  ],
  [
    'an address in its text',
    { Type: 'Notification', UnsubscribeUrl: inside, Message: JSON.stringify({ SubscribeURL: inside, url: inside }) },
  ],
];

const news = Object.entries(sns).flatMap(([provider, create]) =>
  records.map(
    ([name, record]): Hostile => ({
      group: 'routes',
      name: `${provider}: ${name}, by SNS itself`,
      expects: 'stored',
      because: /and nothing fetched/,
      prepare: async () => void (await awsStandIn()),
      run: async () => {
        const { sent, strange, queueUrl } = await awsStandIn();
        sent.length = 0;
        const handler = create({ INBOUND_QUEUE_URL: queueUrl }, { now: () => now });
        const event = { Records: [{ EventSource: 'aws:sns', Sns: { MessageId: 'm-1', ...record } }] };
        await handler(event as unknown as Parameters<typeof handler>[0], aContext());
        if (strange.length > 0) throw new Error(`asked for ${strange.join(', ')}`);
        return {
          outcome: sent.length === 1 ? 'stored' : 'ignored',
          reason: `${sent.length} for quarantine, and nothing fetched`,
        };
      },
    }),
  ),
);

const tokens = [
  '',
  'wrong',
  'a-word-of-our-choic',
  'a-word-of-our-choice ',
  'A-WORD-OF-OUR-CHOICE',
  '__proto__',
  'undefined',
  'a'.repeat(100_000),
];
const challenged = ({ provider }: Signer): boolean => ['messenger', 'instagram', 'meta-whatsapp'].includes(provider);

const queries: readonly string[] = [
  ...tokens.map((token) =>
    new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '<b>1</b>' }).toString(),
  ),
  'hub.mode=subscribe&hub.verify_token=wrong&hub.verify_token=a-word-of-our-choice&hub.challenge=1',
  'hub.mode=unsubscribe&hub.verify_token=a-word-of-our-choice&hub.challenge=1',
  'hub.verify_token=a-word-of-our-choice&hub.challenge=1',
  'hub.mode[]=subscribe&hub.verify_token[]=a-word-of-our-choice',
  '%',
  '',
];

/** A token that X would sign is a body that somebody could post as X: none that looks like one is answered. */
const crc: readonly string[] = ['{"data":1}', '{', ' {"a":1}', '\ufeff{}', '"{}"', '', 'a'.repeat(301), 'a\nb', '[1]'];

const handshake = (signer: Signer, query: string): Hostile => ({
  group: 'routes',
  name: `${signer.provider}: a challenge with ${JSON.stringify(query.slice(0, 90))}${query.length > 90 ? '…' : ''}`,
  expects: 'refused',
  prepare: async () => void (await awsStandIn()),
  run: async () => {
    const credentials = { main: signer.credentials([signer.secret('current')]) };
    const event = { ...eventOf(signer, { method: 'GET', headers: {}, body: '' }), rawQueryString: query };
    const posted = await doors[signer.provider](event, credentials);
    return posted.status === 400 ? { outcome: 'refused', reason: 'HTTP 400' } : verdictOf(posted);
  },
});

const signedByChallenge = (signer: Signer): Hostile => ({
  group: 'routes',
  name: 'x: a text that X would have signed as a challenge, sent as a body',
  expects: 'refused',
  prepare: async () => void (await awsStandIn()),
  run: async () => {
    const secret = signer.secret('current');
    const body = 'not-an-object';
    const mac = createHmac('sha256', secret).update(body).digest('base64');
    const event = eventOf(signer, { body, headers: { [signer.header]: `sha256=${mac}` } });
    return verdictOf(await doors[signer.provider](event, { main: signer.credentials([secret]) }));
  },
});

const handshakes = signers.flatMap((signer) => {
  if (challenged(signer)) return queries.map((query) => handshake(signer, query));
  if (signer.provider !== 'x') return [];
  return [
    ...crc.map((token) => handshake(signer, `crc_token=${encodeURIComponent(token)}`)),
    signedByChallenge(signer),
  ];
});

export const routeCases: readonly Hostile[] = [
  ...byKind(amazon, () => 'news in the name of Amazon over HTTP'),
  ...byKind(wrongMethods, () => 'webhooks by another method than POST'),
  ...byKind(wrongPaths, () => 'paths that lead nowhere'),
  ...byKind(news, beforeColon),
  ...byKind(handshakes, beforeColon),
];
