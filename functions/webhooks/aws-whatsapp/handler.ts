import { SQSClient } from '@aws-sdk/client-sqs';
import type { SNSEvent, SNSEventRecord } from 'aws-lambda';
import { splitAwsWhatsApp } from '#adapters/channels/aws-whatsapp/split.ts';
import { type QueueMessage, sendToQueue } from '#adapters/sqs/send-to-queue.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { instant } from '#domain/kernel/clock.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { edge } from '#functions/middleware/edge.ts';
import { webhookLogOf } from '#functions/middleware/webhook-log.ts';

/** SNS calls us by IAM, so there is no signature to verify. Whose number it is, the reader finds out. */
const messagesOf = ({ Sns }: SNSEventRecord, receivedAt: string): readonly QueueMessage[] =>
  splitAwsWhatsApp(Sns.Message).map(({ about, body }, position) => {
    const id = `${Sns.MessageId}-${position}`;
    const envelope: InboundEnvelope = {
      id,
      provider: 'aws-whatsapp',
      receivedAt,
      contentType: 'application/json',
      body,
      encoding: 'utf8',
    };
    const group = `aws-whatsapp.${about.replace(/[^\w+.@-]/g, '_')}`.slice(0, 128);
    return { body: envelope, group, deduplicationId: id };
  });

export const { create, handler } = deployed(catalogue.awsWhatsappWebhook, (environment, { now }) => {
  const inbound = sendToQueue(new SQSClient({}), environment.INBOUND_QUEUE_URL);
  return edge(webhookLogOf('aws-whatsapp-webhook'), async (event: SNSEvent) => {
    for (const record of event.Records)
      for (const message of messagesOf(record, instant(now()))) await inbound(message);
  });
});
