import { SQSClient } from '@aws-sdk/client-sqs';
import { type SendToQueue, sendToQueue } from './send-to-queue.ts';

/** Apart from `queueAt`, which loads it. */
export const openQueue = (url: string): SendToQueue => sendToQueue(new SQSClient({}), url);
