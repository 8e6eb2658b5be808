import { SQSClient } from '@aws-sdk/client-sqs';
import type { EventBridgeEvent } from 'aws-lambda';
import { sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

type ContactEvent = EventBridgeEvent<string, { readonly contactId?: string; readonly initialContactId?: string }>;

/** A call that is transferred becomes another contact; together they keep their order. */
const groupOf = ({ detail }: ContactEvent): string =>
  `connect.${detail.initialContactId ?? detail.contactId ?? 'unknown'}`.replace(/[^\w.-]/g, '_').slice(0, 128);

export const { create, handler } = deployed(catalogue.amazonConnectWebhook, (environment, { now }) => {
  const inbound = sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL);
  // EventBridge calls us by IAM, so there is no signature to verify. The connection is found by the instance it names.
  return edge(webhookLogOf('amazon-connect-webhook'), async (event: ContactEvent) => {
    const envelope: InboundEnvelope = {
      id: event.id,
      provider: 'amazon-connect',
      receivedAt: instant(now()),
      contentType: 'application/json',
      body: JSON.stringify(event),
      encoding: 'utf8',
    };
    await inbound({ body: envelope, group: groupOf(event), deduplicationId: event.id });
  });
});
