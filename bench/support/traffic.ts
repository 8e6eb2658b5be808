import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, SNSEvent } from 'aws-lambda';
import { formParams, twilioSignature } from '#adapters/channels/twilio/signature.ts';
import { mailTopicArn, rawMailBucket } from '#local/names.ts';
import { business } from './system.ts';
import type { Turn } from './turns.ts';
import { writtenMail } from './written-mail.ts';

const numberOf = (thread: number): string => `+1555${String(1_000_000 + thread)}`;
const hex = (position: number): string => position.toString(16).padStart(32, '0');

/** The webhook of a text, signed as Twilio signs it, as API Gateway hands it over. */
export function smsWebhook({ thread, text }: Turn, position: number): APIGatewayProxyEventV2 {
  const sid = `SM${hex(position + 1)}`;
  const body = new URLSearchParams({
    ToCountry: 'US',
    SmsMessageSid: sid,
    NumMedia: '0',
    SmsStatus: 'received',
    Body: text,
    To: business.sms.address,
    NumSegments: String(Math.ceil(text.length / 153)),
    MessageSid: sid,
    AccountSid: business.twilio.accountSid,
    From: numberOf(thread),
    ApiVersion: '2010-04-01',
  }).toString();
  const path = `/webhooks/twilio-sms/${business.sms.id}`;
  const signature = twilioSignature({
    url: `${business.publicUrl}${path}`,
    params: formParams(body),
    authToken: business.twilio.authTokens[0],
  });
  return httpPost(path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    pathParameters: { connectionId: business.sms.id },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  });
}

const at = new Date('2026-11-19T12:00:00.000Z');

export function httpPost(
  path: string,
  request: Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded' | 'pathParameters'>,
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    requestContext: {
      accountId: '000000000000',
      apiId: 'bench',
      domainName: 'help.example.com',
      domainPrefix: 'help',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: at.toUTCString(),
      timeEpoch: at.getTime(),
    },
    ...request,
  };
}

/** Puts a mail into the bucket, as SES does, and returns the notification that follows. */
export async function mailNotification(mail: Turn, position: number): Promise<SNSEvent> {
  const key = `in/bench${position}`;
  const client = new S3Client({ forcePathStyle: true });
  await client.send(
    new PutObjectCommand({ Bucket: rawMailBucket, Key: key, Body: writtenMail(mail, business.mail.address) }),
  );
  client.destroy();
  const timestamp = new Date().toISOString();
  const pass = { status: 'PASS' };
  const source = `customer${mail.thread}@customer.example`;
  const Message = JSON.stringify({
    notificationType: 'Received',
    mail: { timestamp, source, messageId: `bench${position}`, destination: [business.mail.address] },
    receipt: {
      timestamp,
      recipients: [business.mail.address],
      spamVerdict: pass,
      virusVerdict: pass,
      spfVerdict: pass,
      dkimVerdict: pass,
      dmarcVerdict: pass,
      action: { type: 'S3', topicArn: mailTopicArn, bucketName: rawMailBucket, objectKey: key },
    },
  });
  return { Records: [snsRecord(Message, timestamp)] };
}

const snsRecord = (Message: string, Timestamp: string): SNSEvent['Records'][number] => ({
  EventVersion: '1.0',
  EventSubscriptionArn: mailTopicArn,
  EventSource: 'aws:sns',
  Sns: {
    SignatureVersion: '1',
    Timestamp,
    Signature: '',
    SigningCertUrl: '',
    MessageId: randomUUID(),
    Message,
    MessageAttributes: {},
    Type: 'Notification',
    UnsubscribeUrl: '',
    TopicArn: mailTopicArn,
    Subject: '',
    Token: '',
  },
});
