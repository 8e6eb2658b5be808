import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { rawMailBucket } from '#local/names.ts';
import type { Hostile, Verdict } from '../contract.ts';
import { type Desk, mailbox, measures, type Received, theDesk, verdictOf } from './desk.ts';

export type HostileMail = {
  readonly name: string;
  /** Built when it is its turn. CR LF is written here as it is on the wire. */
  readonly raw: () => string | Uint8Array;
  /** MAIL FROM. */
  readonly source?: string;
  /** @default what stands in every mail that SES let through: PASS */
  readonly dmarc?: string;
  /** @default stored */
  readonly expects?: Verdict['outcome'];
  readonly because?: RegExp;
  readonly about?: (received: Received, events: readonly ConversationEvent[]) => string;
};

export const from = 'From: Ada <ada@customer.example>\r\n';
export const to = `To: ${mailbox.address}\r\n`;

let taken = 0;

export type Arrival = { readonly raw: string | Uint8Array; readonly source?: string; readonly dmarc?: string };

/** Puts a mail where SES puts it, and returns the notification that follows. */
export async function takeIn(desk: Desk, { raw, source = 'ada@customer.example', dmarc = 'PASS' }: Arrival) {
  taken += 1;
  const messageId = `hostile${taken}`;
  await desk.s3.send(new PutObjectCommand({ Bucket: rawMailBucket, Key: messageId, Body: raw }));
  const pass = { status: 'PASS' };
  const timestamp = desk.now().toISOString();
  const notification = {
    notificationType: 'Received',
    mail: { timestamp, source, messageId, destination: [mailbox.address] },
    receipt: {
      timestamp,
      recipients: [mailbox.address],
      spamVerdict: pass,
      virusVerdict: pass,
      spfVerdict: pass,
      dkimVerdict: pass,
      dmarcVerdict: { status: dmarc },
      action: { type: 'S3', bucketName: rawMailBucket, objectKey: messageId },
    },
  };
  return {
    Records: [{ EventSource: 'aws:sns', Sns: { MessageId: messageId, Message: JSON.stringify(notification) } }],
  };
}

/** A case that puts one mail through SNS, the SQS queue and `receive-messages`. */
export function mailCase(group: string, mail: HostileMail): Hostile {
  const { name, raw, expects = 'stored', because, about = measures, ...envelope } = mail;
  let ready: { readonly desk: Desk; readonly event: unknown } | undefined;
  return {
    group,
    name,
    expects,
    ...(because ? { because } : {}),
    async prepare() {
      const desk = await theDesk();
      desk.nextDay();
      ready = { desk, event: await takeIn(desk, { ...envelope, raw: raw() }) };
    },
    async run() {
      if (!ready) throw new Error('the case was not prepared');
      const { desk, event } = ready;
      await desk.invoke('sesEmailWebhook', event);
      await desk.receive();
      return verdictOf(desk, [mailbox.id, 'ses-email'], about);
    },
    async cleanUp() {
      ready = undefined;
    },
  };
}
