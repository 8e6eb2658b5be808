import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create } from '#functions/webhooks/amazon-connect/handler.ts';
import { contactEvent } from '#test/adapters/channels/amazon-connect/connect-examples.ts';
import { startIntake } from '#test/support/aws-environment.ts';
import { noon } from '#test/support/builders.ts';
import { aContext } from '#test/support/lambda.ts';

let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  intake = await startIntake();
});
afterEach(() => intake.stop());
const tell = (event: ReturnType<typeof contactEvent>, queueUrl = intake.queueUrl) =>
  create({ INBOUND_QUEUE_URL: queueUrl }, { now: () => new Date(noon) })(event, aContext());

describe('a contact event', () => {
  it('is enqueued as it came, in the order of the call it belongs to', async () => {
    const event = contactEvent('disconnected');
    await tell(event);
    expect(await intake.enqueued()).toEqual([
      {
        envelope: {
          id: event.id,
          provider: 'amazon-connect',
          receivedAt: noon,
          contentType: 'application/json',
          body: JSON.stringify(event),
          encoding: 'utf8',
        },
        group: 'connect.11111111-2222-3333-4444-555555555555',
        deduplicationId: event.id,
      },
    ]);
  });

  it.each([
    ['abandoned', {}, 'connect.58092a11-6075-4025-a57d-6ada88b26d5b'],
    ['abandoned', { contactId: undefined }, 'connect.unknown'],
    ['abandoned', { contactId: `${'x'.repeat(200)} é` }, `connect.${'x'.repeat(120)}`],
  ])('of %s with %j has a group that SQS takes', async (name, detail, group) => {
    await tell(contactEvent(name, detail));
    expect((await intake.enqueued())[0]?.group).toBe(group);
  });

  it('fails when it cannot be enqueued, so that EventBridge comes again', async () => {
    await expect(
      tell(contactEvent('disconnected'), 'http://127.0.0.1:1/000000000000/parley-inbound.fifo'),
    ).rejects.toThrow();
  });
});
