import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, SNSEvent } from 'aws-lambda';
import { formParams, twilioSignature } from '#adapters/channels/twilio/signature.ts';
import { mailTopicArn, rawMailBucket } from '#local/names.ts';
import { business } from './system.ts';

/** One message of a customer: `thread` counts customers from 0, `turn` their messages from 0. */
export type Turn = { readonly thread: number; readonly turn: number; readonly text: string };

const sentences = [
  'I ordered a lamp last week and would like to know when it will be delivered.',
  'The tracking page says that it left the warehouse on Monday.',
  'My order number is in the subject of the confirmation that you sent.',
  'Please send it to the office, the address is on the invoice.',
  'I am at home on Thursday and on Friday until four.',
  'The table that came with the last order fits very well.',
  'Do you also have the same lamp in another colour?',
  'You can call me in the afternoon if there are questions.',
] as const;

/** One message in ten complains, which is what makes the embedded engine ask for a second opinion. */
const complaint = 'This is the second time that it is late and I want a refund.';

/** About 500 characters on average, from 250 to 750. */
export function textOf(position: number): string {
  const wanted = 250 + ((position * 197) % 501);
  let text = position % 10 === 4 ? `${complaint} ` : '';
  for (let next = position; text.length < wanted; next += 1) text += `${sentences[next % sentences.length]} `;
  return text.trim();
}

/** The same traffic each time: three messages in ten come from somebody new, the others in turn from those before. */
export function turnsOf(count: number): readonly Turn[] {
  const turns: number[] = [];
  return Array.from({ length: count }, (_, position) => {
    const isNew = [0, 3, 6].includes(position % 10);
    const thread = isNew ? turns.length : (position * 31) % turns.length;
    const turn = isNew ? 0 : (turns[thread] ?? 0) + 1;
    turns[thread] = turn;
    return { thread, turn, text: textOf(position) };
  });
}

/** The same messages in waves of so many customers: each message in the first wave after the one before it of its customer. */
export function wavesOf(turns: readonly Turn[], customers: number): readonly (readonly Turn[])[] {
  const waves: Turn[][] = [];
  const nextOf = new Map<number, number>();
  for (const turn of turns) {
    let at = customers === 1 ? waves.length : (nextOf.get(turn.thread) ?? 0);
    while ((waves[at]?.length ?? 0) >= customers) at += 1;
    waves[at] = [...(waves[at] ?? []), turn];
    nextOf.set(turn.thread, at + 1);
  }
  return waves;
}

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

const mailIdOf = ({ thread, turn }: Pick<Turn, 'thread' | 'turn'>): string => `<t${thread}.${turn}@customer.example>`;

/** A mail as programs send it: plain text and the same as HTML; an answer quotes the one before. */
function rawMail(mail: Turn): string {
  const { thread, turn, text } = mail;
  const before = mailIdOf({ thread, turn: turn - 1 });
  const quoted = turn === 0 ? '' : '\r\n\r\nOn Thu, 19 Nov 2026 Shop Support wrote:\r\n> We are looking into it.\r\n';
  return [
    `From: Customer ${thread} <customer${thread}@customer.example>`,
    `To: Shop Support <${business.mail.address}>`,
    `Subject: ${turn === 0 ? '' : 'Re: '}My order ${thread}`,
    `Message-ID: ${mailIdOf(mail)}`,
    ...(turn === 0 ? [] : [`In-Reply-To: ${before}`, `References: ${before}`]),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${text}${quoted}`,
    '--b1',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body><p>${text}</p></body></html>`,
    '--b1--',
    '',
  ].join('\r\n');
}

/** Puts a mail into the bucket, as SES does, and returns the notification that follows. */
export async function mailNotification(mail: Turn, position: number): Promise<SNSEvent> {
  const key = `in/bench${position}`;
  const client = new S3Client({ forcePathStyle: true });
  await client.send(new PutObjectCommand({ Bucket: rawMailBucket, Key: key, Body: rawMail(mail) }));
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
