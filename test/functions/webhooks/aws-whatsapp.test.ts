import { readFileSync } from 'node:fs';
import type { SNSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/aws-whatsapp/handler.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

const message = readFileSync(new URL('../../support/payloads/aws-whatsapp/message.json', import.meta.url), 'utf8');

const sns = (Message: string) => ({ Records: [{ Sns: { MessageId: 'sns-1', Message } }] }) as unknown as SNSEvent;

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake();
});
afterEach(() => intake.stop());
const tell = (text: string) =>
  create({ INBOUND_QUEUE_URL: intake.queueUrl }, { now: () => new Date(noon) })(sns(text), aContext());

describe('what AWS publishes about WhatsApp', () => {
  it('is enqueued for its person, in the shape it came in', async () => {
    await tell(message);
    const [enqueued] = await intake.enqueued();
    expect(enqueued).toMatchObject({
      group: 'aws-whatsapp.321010217760100_14255550150',
      deduplicationId: 'sns-1-0',
      envelope: { provider: 'aws-whatsapp', receivedAt: noon, contentType: 'application/json' },
    });
    const [told, given] = [JSON.parse(enqueued?.envelope.body), JSON.parse(message)];
    expect(JSON.parse(told.whatsAppWebhookEntry)).toEqual(JSON.parse(given.whatsAppWebhookEntry));
    expect({ ...told, whatsAppWebhookEntry: '' }).toEqual({ ...given, whatsAppWebhookEntry: '' });
  });

  it.each([
    ['no JSON', 'Hello'],
    ['no entry', '{"messageId":"1"}'],
    ['an entry that is no JSON', '{"whatsAppWebhookEntry":"{"}'],
  ])('is enqueued whole when it has %s, for quarantine to tell', async (_, text) => {
    await tell(text);
    expect(await intake.enqueued()).toMatchObject([{ group: 'aws-whatsapp.unreadable', envelope: { body: text } }]);
  });

  it('fails while SQS is out of reach, so that SNS keeps it', async () => {
    const lost = create({ INBOUND_QUEUE_URL: 'http://127.0.0.1:1/queue' }, { now: () => new Date(noon) });
    await expect(lost(sns(message), aContext())).rejects.toThrow();
  });
});
