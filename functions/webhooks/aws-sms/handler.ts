import { SQSClient } from '@aws-sdk/client-sqs';
import type { SNSEvent, SNSEventRecord } from 'aws-lambda';
import { type QueueMessage, type SendToQueue, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

type Needs = { readonly inbound: SendToQueue; readonly now: Clock };

/** Texts of one number keep their order, events about one text too; what cannot be read is for quarantine to tell. */
function groupOf(message: string): string {
  try {
    const { originationNumber, messageId } = JSON.parse(message);
    const about = String(originationNumber ?? messageId ?? 'unknown');
    return `aws-sms.${about.replace(/[^\w+.@-]/g, '_')}`.slice(0, 128);
  } catch {
    return 'aws-sms.unreadable';
  }
}

/** SNS calls us by IAM, so there is no signature to verify; the message goes to the SQS queue as it came. */
function messageOf({ now }: Needs, { Sns }: SNSEventRecord): QueueMessage {
  const envelope: InboundEnvelope = {
    id: Sns.MessageId,
    provider: 'aws-sms',
    receivedAt: instant(now()),
    contentType: 'application/json',
    body: Sns.Message,
    encoding: 'utf8',
  };
  return { body: envelope, group: groupOf(Sns.Message), deduplicationId: Sns.MessageId };
}

export const { create, handler } = deployed(catalogue.awsSmsWebhook, (environment, { now }) => {
  const needs: Needs = { inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL), now };
  return edge(webhookLogOf('aws-sms-webhook'), async (event: SNSEvent) => {
    for (const record of event.Records) await needs.inbound(messageOf(needs, record));
  });
});
