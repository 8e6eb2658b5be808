import { randomUUID } from 'node:crypto';
import type { SNSEvent } from 'aws-lambda';
import type { Clock } from '#domain/kernel/clock.ts';
import type { Functions } from '../functions.ts';
import { mailTopicArn } from '../names.ts';

/** The SNS topic on which SES tells of mail, with its one subscriber. Rejects while the function does not take it. */
export type MailTopic = { publish(notification: object): Promise<void> };

const snsEvent = (message: string, at: Date): SNSEvent => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${mailTopicArn}:00000000-0000-0000-0000-000000000000`,
      Sns: {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: mailTopicArn,
        Subject: 'Amazon SES Email Receipt Notification',
        Message: message,
        Timestamp: at.toISOString(),
        SignatureVersion: '1',
        Signature: '',
        SigningCertUrl: '',
        UnsubscribeUrl: '',
        MessageAttributes: {},
      },
    },
  ],
});

export const createMailTopic = (functions: Functions, now: Clock): MailTopic => ({
  async publish(notification) {
    await functions.invoke('sesEmailWebhook', snsEvent(JSON.stringify(notification), now()));
  },
});
