import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, describe, expect, it } from 'vitest';
import { outcomeOfError } from '#adapters/channels/aws-sms/errors.ts';
import { createAwsSmsReader } from '#adapters/channels/aws-sms/read-aws-sms.ts';
import { createAwsSmsSender } from '#adapters/channels/aws-sms/send-aws-sms.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { type SmsVoiceOptions, startSmsVoice } from '#local/emulators/sms-voice.ts';
import { aFile, anAnswer } from '../twilio/twilio-examples.ts';

const connection: Connection = {
  id: 'aws-main',
  provider: 'aws-sms',
  channel: 'sms',
  name: 'Texts',
  address: '+12125550101',
  queueId: 'support',
  settings: { configurationSet: 'parley-texts' },
};
const connections = {
  get: async (id: string) => (id === connection.id ? connection : undefined),
  list: async () => [connection],
};
const aText = (overrides: Parameters<typeof anAnswer>[0] = {}) =>
  anAnswer({ connectionId: 'aws-main', text: 'On its way', ...overrides });

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const clientAt = (endpoint: string) =>
  new PinpointSMSVoiceV2Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  });

async function start(options: SmsVoiceOptions = {}) {
  const aws = await startSmsVoice({ eventDelayMs: 1, ...options });
  running.push(aws);
  const needs = { connections, filesBucket: 'files-bucket' };
  return { aws, send: createAwsSmsSender(needs, clientAt(aws.endpoint)) };
}

describe('sending a text through AWS', () => {
  it('goes from our number, through the SDK itself', async () => {
    const { aws, send } = await start();
    const outcome = await send(aText());
    expect(aws.messages()).toMatchObject([{ to: '+4915112345678', from: '+12125550101', text: 'On its way' }]);
    expect(outcome).toEqual({ status: 'sent', providerId: aws.messages()[0]?.messageId });
  });

  it('is told about until it is delivered, by events that the reader understands', async () => {
    const { aws, send } = await start();
    const events: object[] = [];
    const told = Promise.withResolvers<void>();
    aws.publishWith(async (event) => {
      if (events.push(event) === 3) told.resolve();
    });
    await send(aText());
    await told.promise;
    const read = createAwsSmsReader({ connections });
    const items = await Promise.all(
      events.map((event) =>
        read({
          provider: 'aws-sms',
          receivedAt: '2026-11-21T12:15:00.000Z',
          contentType: 'application/json',
          body: JSON.stringify(event),
          encoding: 'utf8',
        }),
      ),
    );
    const about = { conversationId: 'c-1', messageId: 'm-1' };
    expect(items.flat()).toMatchObject(
      ['sending', 'sent', 'delivered'].map((status) => ({ kind: 'receipt', receipt: { status, about } })),
    );
  });

  it('has a file by its place in S3, with or without text', async () => {
    const { aws, send } = await start();
    expect((await send(aText({ text: '', attachments: [aFile] }))).status).toBe('sent');
    expect(aws.messages()).toMatchObject([{ text: '', mediaUrls: ['s3://files-bucket/out/bill'] }]);
    const without = createAwsSmsSender({ connections }, clientAt(aws.endpoint));
    expect(await without(aText({ attachments: [aFile] }))).toMatchObject({ failure: { class: 'MEDIA_INVALID' } });
  });

  it.each([
    ['has opted out', { to: '+12025550123' }, 'OPTED_OUT', 'DESTINATION_PHONE_NUMBER_OPTED_OUT'],
    ['has no number', { to: '12' }, 'INVALID_RECIPIENT', 'INVALID_PARAMETER'],
  ])('fails when the customer %s', async (...[, overrides, failureClass, code]) => {
    const { send } = await start({ optedOut: ['+12025550123'] });
    expect(await send(aText(overrides))).toMatchObject({ status: 'failed', failure: { class: failureClass, code } });
  });

  it('fails when the connection is gone', async () => {
    const { send } = await start();
    expect(await send(aText({ connectionId: 'gone' }))).toMatchObject({ failure: { class: 'PERMISSION' } });
  });

  it('is tried again when AWS was not reached', async () => {
    const send = createAwsSmsSender({ connections }, clientAt('http://127.0.0.1:1'));
    expect(await send(aText())).toMatchObject({ status: 'retry', failure: { class: 'TRANSIENT' } });
  });
});

const thrown = (name: string, more: object = {}) =>
  Object.assign(new Error('+4915112345678 is bad'), { name, ...more });
const answered = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('what AWS answers', () => {
  it.each([
    ['ThrottlingException', answered(400), 'retry', 'RATE_LIMITED'],
    ['InternalServerException', answered(500), 'ambiguous', 'AMBIGUOUS'],
    ['TimeoutError', {}, 'ambiguous', 'AMBIGUOUS'],
    ['Error', { code: 'ECONNRESET' }, 'ambiguous', 'AMBIGUOUS'],
    ['Error', { code: 'ENOTFOUND' }, 'retry', 'TRANSIENT'],
    ['ValidationException', { Reason: 'DESTINATION_COUNTRY_BLOCKED' }, 'failed', 'PERMISSION'],
    ['ValidationException', { Reason: 'PRICE_OVER_THRESHOLD' }, 'failed', 'BILLING'],
    ['ValidationException', { Reason: 'MEDIA_TYPE_NOT_SUPPORTED' }, 'failed', 'MEDIA_INVALID'],
    ['ValidationException', {}, 'failed', 'INVALID_RECIPIENT'],
    ['ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' }, 'failed', 'PERMISSION'],
    ['ServiceQuotaExceededException', { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' }, 'failed', 'BILLING'],
    ['AccessDeniedException', { Reason: 'ACCOUNT_DISABLED' }, 'failed', 'BILLING'],
    ['AccessDeniedException', answered(400), 'failed', 'PERMISSION'],
    ['ResourceNotFoundException', {}, 'failed', 'PERMISSION'],
    ['CredentialsProviderError', {}, 'failed', 'AUTH'],
    ['SomethingNew', answered(400), 'failed', 'CONTENT_REJECTED'],
    ['SomethingNew', answered(408), 'ambiguous', 'AMBIGUOUS'],
  ])('%s with %j is %s, %s', (...[name, more, status, failureClass]) => {
    const outcome = outcomeOfError(thrown(name, more));
    expect(outcome).toMatchObject({ status, failure: { class: failureClass } });
    expect(JSON.stringify(outcome)).not.toMatch(/\+49/);
  });

  it.each([undefined, null, 'text', 17])('may have been a yes when %j is thrown', (what) => {
    expect(outcomeOfError(what)).toMatchObject({ status: 'ambiguous' });
  });
});
