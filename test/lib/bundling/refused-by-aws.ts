import { Readable } from 'node:stream';
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { SendWhatsAppMessageCommand, SocialMessagingClient } from '@aws-sdk/client-socialmessaging';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

type Answer = { readonly statusCode: number; readonly headers?: Record<string, string>; readonly body: string };

/** A client's settings with which every call is answered so. */
const answered = (answer: Answer) => ({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => ({ response: { headers: {}, ...answer, body: Readable.from([Buffer.from(answer.body)]) } }),
  },
});

const json = (type: string, more: Record<string, unknown> = {}): Answer => ({
  statusCode: 400,
  body: JSON.stringify({ __type: type, message: 'no', ...more }),
});
const rest = (statusCode: number, type: string, more: Record<string, unknown> = {}): Answer => ({
  statusCode,
  headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` },
  body: JSON.stringify({ message: 'no', ...more }),
});

const reasons = { CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'no' }] };
const rejected =
  '<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>no</Message></Error></ErrorResponse>';
const noKey = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>no</Message><Key>a</Key></Error>';
const schedule = {
  Name: 'a',
  ScheduleExpression: 'at(2026-11-22T12:00:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: 'arn:aws:lambda:eu-west-1:1:function:a', RoleArn: 'arn:aws:iam::1:role/a' },
} as const;

// biome-ignore format: a table
const calls: readonly (() => Promise<unknown>)[] = [
  () => new SSMClient(answered(json('ParameterNotFound'))).send(new GetParameterCommand({ Name: 'a' })),
  () => new DynamoDBClient(answered(json('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'))).send(new GetItemCommand({ TableName: 'a', Key: {} })),
  () => new DynamoDBClient(answered(json('com.amazonaws.dynamodb.v20120810#TransactionCanceledException', reasons))).send(new TransactWriteItemsCommand({ TransactItems: [] })),
  () => new DynamoDBClient(answered({ statusCode: 500, body: 'not JSON' })).send(new GetItemCommand({ TableName: 'a', Key: {} })),
  () => new SQSClient(answered(json('com.amazonaws.sqs#QueueDoesNotExist'))).send(new SendMessageCommand({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/a', MessageBody: 'a' })),
  () => new S3Client(answered({ statusCode: 404, body: noKey })).send(new GetObjectCommand({ Bucket: 'a', Key: 'a' })),
  () => new SESClient(answered({ statusCode: 400, body: rejected })).send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from('a') } })),
  () => new ApiGatewayManagementApiClient({ ...answered(rest(410, 'GoneException')), endpoint: 'https://a.example' }).send(new PostToConnectionCommand({ ConnectionId: 'a', Data: 'a' })),
  () => new SchedulerClient(answered(rest(409, 'ConflictException'))).send(new CreateScheduleCommand(schedule)),
  () => new SocialMessagingClient(answered(rest(429, 'ThrottledRequestException'))).send(new SendWhatsAppMessageCommand({ originationPhoneNumberId: 'a', message: Buffer.from('a'), metaApiVersion: 'v20.0' })),
  () => new PinpointSMSVoiceV2Client(answered(json('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }))).send(new SendTextMessageCommand({ DestinationPhoneNumber: '+4930123456' })),
];

/** What our code looks at when AWS refuses: name, status, and what the errors hold that it asks. */
export async function refusedByAws(): Promise<readonly unknown[]> {
  return Promise.all(
    calls.map(async (call) => {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof Error)) return error;
      const { name, $fault, $metadata, Reason } = error as Error & Record<string, unknown>;
      const codes =
        error instanceof TransactionCanceledException ? error.CancellationReasons?.map(({ Code }) => Code) : undefined;
      return { name, $fault, status: ($metadata as { httpStatusCode?: number })?.httpStatusCode, codes, Reason };
    }),
  );
}
