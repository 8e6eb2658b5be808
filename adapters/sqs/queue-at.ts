import type { SendToQueue } from './send-to-queue.ts';

/** A queue of functions that seldom send to it: the client of SQS is loaded by the first message. */
export function queueAt(url: string): SendToQueue {
  let opening: Promise<SendToQueue> | undefined;
  return async (message) => {
    opening ??= import('./open-queue.ts').then(({ openQueue }) => openQueue(url));
    return (await opening)(message);
  };
}
