import { randomBytes } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import PostalMime, { type Email } from 'postal-mime';
import type { Clock } from '#domain/kernel/clock.ts';
import type { TakenMail } from '../emulators/mail-server.ts';
import { mailTopicArn, rawMailBucket } from '../names.ts';
import type { MailTopic } from './mail-topic.ts';

/** SES's names for what a check found. */
export const verdicts = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED'] as const;
export type Verdict = (typeof verdicts)[number];

export type MailIntake = {
  /** Takes in a mail as SES does; resolves, with SES's id for it, once nothing can lose it any more. */
  receive(mail: TakenMail): Promise<string>;
  /** What SPF, DKIM and DMARC find from now on; the header `X-Local-Dmarc` of a mail says it for that mail. */
  setVerdict(verdict: Verdict): void;
};

/** Stores mail in its bucket and tells the topic: the receipt rule of lib/constructs/mail-intake.ts. */
export function createMailIntake(needs: { readonly topic: MailTopic; readonly now: Clock }): MailIntake {
  const s3 = new S3Client({});
  let usual: Verdict = 'PASS';
  return {
    async receive(mail) {
      const messageId = randomBytes(20).toString('hex');
      const parsed = await PostalMime.parse(mail.raw);
      await s3.send(new PutObjectCommand({ Bucket: rawMailBucket, Key: messageId, Body: mail.raw }));
      const found = { messageId, at: needs.now(), verdict: verdictFor(parsed) ?? usual };
      await needs.topic.publish(received(mail, parsed, found));
      return messageId;
    },
    setVerdict(verdict) {
      usual = verdict;
    },
  };
}

function verdictFor({ headers }: Email): Verdict | undefined {
  const asked = headers.find(({ key }) => key === 'x-local-dmarc')?.value.toUpperCase();
  return verdicts.find((verdict) => verdict === asked);
}

const addresses = (list: Email['to']): string[] => (list ?? []).map(({ address = '' }) => address);

type Found = { readonly messageId: string; readonly at: Date; readonly verdict: Verdict };

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
function received({ mailFrom, rcptTo }: TakenMail, parsed: Email, { messageId, at, verdict }: Found): object {
  const timestamp = at.toISOString();
  const sender = { status: verdict };
  return {
    notificationType: 'Received',
    mail: {
      timestamp,
      source: mailFrom,
      messageId,
      destination: rcptTo,
      headersTruncated: false,
      headers: parsed.headers.map(({ key, value }) => ({ name: key, value })),
      commonHeaders: {
        from: parsed.from?.address ? [parsed.from.address] : [],
        to: addresses(parsed.to),
        date: parsed.date,
        messageId: parsed.messageId,
        subject: parsed.subject,
      },
    },
    receipt: {
      timestamp,
      processingTimeMillis: 40,
      recipients: rcptTo,
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
      spfVerdict: sender,
      dkimVerdict: sender,
      dmarcVerdict: sender,
      ...(verdict === 'FAIL' ? { dmarcPolicy: 'none' } : {}),
      action: {
        type: 'S3',
        topicArn: mailTopicArn,
        bucketName: rawMailBucket,
        objectKeyPrefix: '',
        objectKey: messageId,
      },
    },
  };
}
