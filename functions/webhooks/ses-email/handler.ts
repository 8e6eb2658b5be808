import { SQSClient } from '@aws-sdk/client-sqs';
import type { SNSEvent, SNSEventRecord } from 'aws-lambda';
import * as z from 'zod';
import { type QueueMessage, type SendToQueue, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

type Needs = { readonly inbound: SendToQueue; readonly now: Clock };

/** All that the order needs to know; the rest is read from the queue. */
const $About = z.object({
  notificationType: z.string().optional(),
  /** `source` is the sender of a mail received, and our own address in news about a mail sent. */
  mail: z.object({ messageId: z.string(), source: z.string().optional() }),
});

/** Mail of one sender keeps its order, news about one sent mail too; what cannot be read is for quarantine to tell. */
function groupOf(message: string): string {
  try {
    const { notificationType, mail } = $About.parse(JSON.parse(message));
    const sender = notificationType === 'Received' ? mail.source : undefined;
    return `mail.${(sender || mail.messageId).toLowerCase().replace(/[^\w+.@-]/g, '_')}`.slice(0, 128);
  } catch {
    return 'mail.unreadable';
  }
}

/** SNS calls us by IAM, so there is no signature to verify; the notification goes to the SQS queue as it came. */
function messageOf(needs: Needs, { Sns }: SNSEventRecord): QueueMessage {
  const envelope: InboundEnvelope = {
    provider: 'ses-email',
    receivedAt: instant(needs.now()),
    contentType: 'application/json',
    body: Sns.Message,
    encoding: 'utf8',
  };
  return { body: envelope, group: groupOf(Sns.Message), deduplicationId: Sns.MessageId };
}

export const { create, handler } = deployed(catalogue.sesEmailWebhook, (environment, { now }) => {
  const needs: Needs = { inbound: sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL), now };
  return edge(webhookLogOf('ses-email-webhook'), async (event: SNSEvent) => {
    for (const record of event.Records) await needs.inbound(messageOf(needs, record));
  });
});
