import { SSMClient } from '@aws-sdk/client-ssm';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createChatStore } from '#adapters/dynamodb/chat-store.ts';
import { createHealthStore } from '#adapters/dynamodb/health-store.ts';
import { createPace } from '#adapters/dynamodb/pace-store.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import { idFrom } from '#adapters/ids.ts';
import { bucketNamed } from '#adapters/s3/bucket-named.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { DeliveryPostponed, deliverReply } from '#domain/conversations/deliver-reply.ts';
import { catalogue } from '#functions/catalogue.ts';
import { deployed } from '#functions/middleware/deployed.ts';
import { logOf } from '#functions/middleware/log.ts';
import { type Delivery, onQueue } from '#functions/middleware/on-queue.ts';
import { $DeliveryOrder } from '#functions/publish-events/contract.ts';
import { sqsQueues } from '#functions/sqs-queues.ts';
import { sendThrough } from './send.ts';
import { sendersWith } from './senders.ts';

/** Lets the queue hand an order out again when the provider wants it, in place of after the queue's own time. */
const postponing = (queueUrl: string) => async (delivery: Delivery<unknown>, work: () => Promise<void>) => {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeliveryPostponed) {
      const { postpone } = await import('#adapters/sqs/postpone.ts');
      await postpone(queueUrl, { receiptHandle: delivery.receiptHandle, seconds: error.afterSeconds });
    }
    throw error;
  }
};

export const { create, handler } = deployed(catalogue.deliverReplies, (environment, { now }) => {
  const table = tableNamed(environment.TABLE_NAME);
  const { conversations, connections, settings } = storesOn(table);
  const { files, linkTo } = bucketNamed(environment.FILES_BUCKET);
  const senderOf = sendersWith({
    connections,
    secret: secretsBelow(new SSMClient({}), environment.SECRETS_PATH),
    fetch: providerFetch(environment.STAND_INS_URL),
    files,
    linkTo,
    publicUrl: environment.PUBLIC_URL,
    sesConfigurationSet: environment.SES_CONFIGURATION_SET,
    filesBucket: environment.FILES_BUCKET,
    chat: { store: createChatStore(table, now), conversations, socketsUrl: environment.CHAT_SOCKETS_URL },
    now,
  });
  const send = sendThrough({ connections, senderOf, pace: createPace(table), health: createHealthStore(table), now });
  const needs = { conversations, settings, send, idFrom, now };
  const attemptsAllowed = sqsQueues.outbound.maxReceiveCount;
  const whenWanted = postponing(environment.OUTBOUND_QUEUE_URL);
  return onQueue(logOf('deliver-replies'), $DeliveryOrder, (delivery) => {
    const { conversationId, reply } = delivery.body;
    const order = { conversationId, reply, attempt: delivery.attempt, attemptsAllowed };
    return whenWanted(delivery, () => deliverReply(needs, order));
  });
});
