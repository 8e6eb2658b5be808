import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTwilioVoiceReader } from '#adapters/channels/twilio-voice/read-twilio-voice.ts';
import { recordItem } from '#adapters/dynamodb/record-store.ts';
import { putItem } from '#adapters/dynamodb/table.ts';
import type { InboundEnvelope, InboundItem } from '#domain/channels/inbound-envelope.ts';
import { create } from '#functions/webhooks/twilio-voice/handler.ts';
import { playCall } from '#local/channels/twilio-voice-call.ts';
import { verbsOf } from '#local/channels/twiml-tree.ts';
import { twilioAccount } from '#local/seed/accounts.ts';
import { connection, form, needsWith } from '#test/adapters/channels/twilio-voice/voice-examples.ts';
import { pointSdkAt, startIntake } from '#test/support/aws-environment.ts';
import { anAgent, aQueue, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

const publicUrl = 'https://parley.example';
const { accountSid, authToken } = twilioAccount;
const settings = {
  menu: {
    prompt: { en: 'Invoices 2, message 3, call 4.' },
    keys: {
      2: { name: 'Invoices', queue: 'billing' },
      3: { name: 'Message', voicemail: true },
      4: { name: 'Call me', callBack: true },
    },
  },
  whenUnanswered: 'call-back',
  recording: { calls: true, transcribed: ['calls', 'voicemail'] },
};
const ours = { ...connection, settings };

let intake: Awaited<ReturnType<typeof startIntake>>;
let table: Awaited<ReturnType<typeof startTable>>;
let sqs: SQSClient;
beforeAll(async () => {
  const secrets = { accountSid, authTokens: [authToken, 'previous'] };
  const connections = ['hotline', 'off', 'no-record'].map((id) => [`/parley/connections/${id}`, secrets]);
  intake = await startIntake(Object.fromEntries(connections));
  table = await startTable();
  pointSdkAt({ DYNAMODB: table.endpoint });
  sqs = new SQSClient({});
  await putItem(table.table, recordItem('connection', ours.id, ours));
  await putItem(table.table, recordItem('connection', 'off', { ...ours, id: 'off', disabled: true }));
  await putItem(table.table, recordItem('queue', 'billing', aQueue()));
  await putItem(table.table, recordItem('agent', 'maya', anAgent({ phone: '+15550002001' })));
});
afterAll(async () => {
  sqs.destroy();
  await Promise.all([intake.stop(), table.stop()]);
});

type Told = { readonly envelope: InboundEnvelope; readonly group: string | undefined };

/** Takes everything out of the inbound SQS queue, in order for each group. */
async function told(): Promise<readonly Told[]> {
  const all: Told[] = [];
  for (;;) {
    const QueueUrl = intake.queueUrl;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    if (Messages.length === 0) return all;
    for (const { Body = '', Attributes, ReceiptHandle } of Messages) {
      all.push({ envelope: JSON.parse(Body), group: Attributes?.MessageGroupId });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

const environment = () => ({
  TABLE_NAME: 'parley',
  INBOUND_QUEUE_URL: intake.queueUrl,
  SECRETS_PATH: '/parley',
  PUBLIC_URL: publicUrl,
});
let requests = 0;

type Request = {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly connectionId?: string;
};

function signed({ params, query = '', connectionId = 'hotline' }: Request, token: string = authToken) {
  const url = `${publicUrl}/webhooks/twilio-voice/${connectionId}${query === '' ? '' : `?${query}`}`;
  requests += 1;
  return {
    version: '2.0',
    rawPath: `/webhooks/twilio-voice/${connectionId}`,
    rawQueryString: query,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      // Twilio's own library signs.
      'x-twilio-signature': twilio.getExpectedTwilioSignature(token, url, params),
    },
    pathParameters: { connectionId },
    requestContext: { http: { method: 'POST' }, requestId: `r${requests}` },
    body: new URLSearchParams(params).toString(),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2 & { headers: Record<string, string>; body: string };
}

const handler = () => create(environment(), { now: () => new Date(noon) });
const ask = async (event: APIGatewayProxyEventV2) => {
  const answer = await handler()(event, aContext());
  return { statusCode: 200, body: '', ...(answer as { statusCode?: number; body?: string }) };
};
const example = (name: string, fields: Record<string, string> = {}) =>
  Object.fromEntries(new URLSearchParams(form(name, { AccountSid: accountSid, ...fields })));
const namesOf = (twiml: string) => verbsOf(twiml).map(({ name }) => name);

describe('a call that Twilio asks about', () => {
  it('is answered with the greeting and the menu, and nothing is told yet', async () => {
    const { statusCode, body } = await ask(signed({ params: example('incoming') }));
    expect(statusCode).toBe(200);
    expect(namesOf(body)).toEqual(['Gather']);
    expect(verbsOf(body)[0]?.inside.map(({ text }) => text)).toEqual([
      'Thank you for calling.',
      'This call is recorded.',
      'Invoices 2, message 3, call 4.',
    ]);
    expect(await told()).toEqual([]);
  });

  it('is rejected while the connection is switched off', async () => {
    const { body } = await ask(signed({ params: example('incoming'), connectionId: 'off' }));
    expect(namesOf(body)).toEqual(['Reject']);
  });
});

/** Plays a call against the function, then reads everything that it told. */
async function play(values: Readonly<Record<string, string>>): Promise<readonly InboundItem[]> {
  await playCall(values, {
    now: new Date(noon),
    publicUrl,
    connection: ours,
    post: async (request) => {
      if (!('path' in request)) throw new Error('Twilio posts');
      const [path = '', query = ''] = request.path.split('?');
      requests += 1;
      const event = {
        rawPath: path,
        rawQueryString: query,
        headers: request.headers,
        pathParameters: { connectionId: path.split('/').at(-1) },
        requestContext: { http: { method: 'POST' }, requestId: `p${requests}` },
        body: request.body,
        isBase64Encoded: false,
      };
      const { statusCode, body } = await ask(event as unknown as APIGatewayProxyEventV2);
      return { status: statusCode, body };
    },
  });
  const wav = Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1');
  const { needs } = needsWith(
    ({ method }) => (method === 'DELETE' ? new Response(null, { status: 204 }) : new Response(wav)),
    ours,
  );
  const reader = createTwilioVoiceReader(needs);
  const items: InboundItem[] = [];
  for (const { envelope } of await told()) items.push(...(await reader(envelope)));
  return items;
}

const caller = { from: '+15550100123' };
const messagesIn = (items: readonly InboundItem[]) =>
  items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
const updatesIn = (items: readonly InboundItem[]) =>
  items.flatMap((item) =>
    item.kind === 'update' && item.update.change.what === 'extended' ? [item.update.change] : [],
  );

describe('a call that is played to its end', () => {
  it.each([
    ['answered', '2', { outcome: 'answered', durationSeconds: 192, menu: 'Invoices', answeredBy: 'Maya Lindt' }],
    ['voicemail', '3', { outcome: 'voicemail', durationSeconds: 21, menu: 'Message' }],
    ['call back', '4', { outcome: 'call-back', menu: 'Call me' }],
    ['call back', '2', { outcome: 'call-back', menu: 'Invoices' }],
    ['hang up', '', { outcome: 'abandoned' }],
  ])('as %s with key %s is one message that says so', async (outcome, digits, call) => {
    const items = await play({ ...caller, outcome, digits });
    const [first, ...others] = messagesIn(items);
    expect(first?.parts).toEqual([{ kind: 'call', direction: 'in', ...call }]);
    expect(first?.sender).toEqual({ address: caller.from, verified: true });
    // The status comes too; under the same id it is a duplicate.
    expect(new Set([first, ...others].map((message) => message?.providerId)).size).toBe(1);
  });

  it('brings its recording and its transcript after it', async () => {
    const answered = updatesIn(await play({ ...caller, outcome: 'answered', digits: '2' }));
    expect(answered.flatMap(({ attachments }) => attachments.map(({ fileName }) => fileName))).toEqual([
      'recording.wav',
    ]);
    expect(answered.map(({ transcript }) => transcript).filter(Boolean)).toEqual([
      'Customer: Hello, I have a question about my invoice.\nAgent: Let me have a look.',
    ]);
    const voicemail = updatesIn(await play({ ...caller, outcome: 'voicemail', digits: '3' }));
    expect(voicemail.flatMap(({ attachments }) => attachments.map(({ fileName }) => fileName))).toEqual([
      'voicemail.wav',
    ]);
    expect(voicemail.map(({ transcript }) => transcript).filter(Boolean)).toHaveLength(1);
  });

  it('is told by its status too when that was set up without a step', async () => {
    const { body } = await ask(signed({ params: example('status-completed') }));
    expect(namesOf(body)).toEqual([]);
    expect(await told()).toHaveLength(1);
  });

  it('keeps apart what would hold up its message', async () => {
    await ask(signed({ params: example('recording-completed'), query: 'step=recording' }));
    await ask(signed({ params: example('dial-completed'), query: 'step=dialled&tried=maya&path=2' }));
    const groups = (await told()).map(({ group }) => group);
    expect(new Set(groups).size).toBe(2);
  });
});

describe('an agent’s phone', () => {
  it('that a mailbox picked up does not count as an answer', async () => {
    const params = example('dial-completed', { DialBridged: 'false' });
    const { body } = await ask(signed({ params, query: 'step=dialled&tried=maya&queue=billing' }));
    expect(verbsOf(body)[0]?.attributes.action).toContain('step=call-back');
    expect(await told()).toEqual([]);
  });

  it('is connected with the customer whom the agent wants to call, and the end names the agent', async () => {
    const params = example('incoming', { Digits: '1', Direction: 'outbound-api' });
    const { body } = await ask(signed({ params, query: 'step=connect&direction=out&to=15550100123&agent=maya' }));
    const number = verbsOf(body)[0]?.inside[0];
    expect(number?.text).toBe('+15550100123');
    const leg = number?.attributes.statusCallback?.split('?')[1] ?? '';
    await ask(signed({ params: example('leg-busy'), query: leg }));
    const [report] = await told();
    expect(new URLSearchParams(report?.envelope.query).get('by')).toBe('Maya Lindt');
  });
});

describe('a request that is refused', () => {
  const params = () => example('incoming');

  it.each<[string, () => APIGatewayProxyEventV2, number]>([
    ['signed with another token', () => signed({ params: params() }, 'guessed'), 401],
    [
      'signed for another step',
      () => ({ ...signed({ params: params(), query: 'step=menu' }), rawQueryString: 'step=recorded' }),
      401,
    ],
    [
      'without a signature',
      () => ({ ...signed({ params: params() }), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      401,
    ],
    ['changed on its way', () => ({ ...signed({ params: params() }), body: 'From=%2B1' }), 401],
    [
      'of another account',
      () => signed({ params: { ...params(), AccountSid: 'AC00000000000000000000000000000000' } }),
      401,
    ],
    ['about an unknown connection', () => signed({ params: params(), connectionId: 'nobody' }), 404],
    ['about a connection that has secrets only', () => signed({ params: params(), connectionId: 'no-record' }), 404],
    [
      'larger than any of Twilio’s',
      () => signed({ params: { ...params(), SpeechResult: 'x'.repeat(201 * 1024) } }),
      413,
    ],
  ])('is %s', async (_, event, statusCode) => {
    expect(await ask(event())).toMatchObject({ statusCode, body: '' });
    expect(await told()).toEqual([]);
  });

  it('is accepted with the token before the last, while they are rotated', async () => {
    expect(await ask(signed({ params: params() }, 'previous'))).toMatchObject({ statusCode: 200 });
  });
});
