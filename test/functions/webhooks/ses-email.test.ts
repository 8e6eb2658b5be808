import { readFileSync } from 'node:fs';
import type { SNSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/ses-email/handler.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const notification = (name: string): string =>
  readFileSync(new URL(`../../support/payloads/email/notifications/${name}.json`, import.meta.url), 'utf8');

const sns = (...messages: readonly string[]): SNSEvent => ({
  Records: messages.map((Message, position) => ({
    EventVersion: '1.0',
    EventSource: 'aws:sns',
    EventSubscriptionArn: 'arn:aws:sns:us-east-1:000000000000:mail:1',
    Sns: {
      SignatureVersion: '1',
      Timestamp: noon,
      Signature: '',
      SigningCertUrl: '',
      MessageId: `sns-${position}`,
      Message,
      MessageAttributes: {},
      Type: 'Notification',
      UnsubscribeUrl: '',
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:mail',
      Subject: '',
    },
  })),
});

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake();
});
afterEach(() => intake.stop());
const tell = (event: SNSEvent, queueUrl = intake.queueUrl) =>
  create({ INBOUND_QUEUE_URL: queueUrl }, { now: () => new Date(noon) })(event, aContext());
const groupOf = async (message: string) => {
  await tell(sns(message));
  return (await intake.enqueued())[0]?.group;
};

describe('a notification about mail', () => {
  it('is enqueued as it came, for the connection to be found by its recipients', async () => {
    const message = notification('received');
    await tell(sns(message));
    expect(await intake.enqueued()).toMatchObject([
      {
        envelope: {
          provider: 'ses-email',
          receivedAt: noon,
          contentType: 'application/json',
          body: message,
          encoding: 'utf8',
        },
        deduplicationId: 'sns-0',
      },
    ]);
  });

  it('keeps the order of its sender when it is a mail received', async () => {
    const { mail } = JSON.parse(notification('received'));
    expect(await groupOf(notification('received'))).toBe(`mail.${mail.source.toLowerCase()}`);
  });

  it.each(['bounce-permanent', 'bounce-event', 'delivery', 'delivery-event', 'complaint-abuse'])(
    'keeps the order of the mail it is about, and holds up no other, when it is %s',
    async (name) => {
      const { mail } = JSON.parse(notification(name));
      expect(await groupOf(notification(name))).toBe(`mail.${mail.messageId}`);
    },
  );

  it('keeps the order of itself when the envelope names no sender, as of a bounce', async () => {
    const received = JSON.parse(notification('received'));
    const bounce = { ...received, mail: { ...received.mail, source: '' } };
    expect(await groupOf(JSON.stringify(bounce))).toBe(`mail.${received.mail.messageId}`);
  });

  it('is enqueued too when it cannot be read: quarantine will tell', async () => {
    expect(await groupOf('Successfully validated SNS topic for Amazon SES event publishing.')).toBe('mail.unreadable');
  });

  it('fails when it cannot be enqueued, so that SNS comes again', async () => {
    const nowhere = 'http://127.0.0.1:1/000000000000/parley-inbound.fifo';
    await expect(tell(sns(notification('received')), nowhere)).rejects.toThrow();
  });
});
