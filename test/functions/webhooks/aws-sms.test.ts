import { readFileSync } from 'node:fs';
import type { SNSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/aws-sms/handler.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const payload = (name: string): string =>
  readFileSync(new URL(`../../support/payloads/aws-sms/${name}.json`, import.meta.url), 'utf8');

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake({});
});
afterEach(() => intake.stop());

const publish = (...messages: string[]) => {
  const Records = messages.map((Message, index) => ({ Sns: { Message, MessageId: `sns-${index}` } }));
  const handler = create({ INBOUND_QUEUE_URL: intake.queueUrl }, { now: () => new Date(noon) });
  return handler({ Records } as SNSEvent, aContext());
};

describe('what AWS tells of texts', () => {
  it('is enqueued as it came: texts in the order of their number, events in that of their text', async () => {
    await publish(payload('inbound'), payload('delivered'));
    expect(await intake.enqueued()).toStrictEqual([
      {
        envelope: {
          id: 'sns-0',
          provider: 'aws-sms',
          receivedAt: noon,
          contentType: 'application/json',
          body: payload('inbound'),
          encoding: 'utf8',
        },
        group: 'aws-sms.+14255550182',
        deduplicationId: 'sns-0',
      },
      expect.objectContaining({ group: 'aws-sms.221bc70c-7ee6-4987-b1ba-9684ba25be20', deduplicationId: 'sns-1' }),
    ]);
  });

  it.each(['{', 'null', '[]', '""'])('is enqueued for quarantine when it is %s', async (message) => {
    await publish(message);
    expect((await intake.enqueued())[0]).toMatchObject({
      envelope: { body: message },
      group: expect.stringMatching(/^aws-sms\.(unreadable|unknown)$/),
    });
  });
});
