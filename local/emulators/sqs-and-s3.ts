import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DatabaseSync } from 'node:sqlite';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { mendReceiveCounts } from './sqs/mend-receive-counts.ts';

export type QueueSpecification = {
  /** Ends in `.fifo` when `fifo`. */
  readonly name: string;
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly deadLetter?: { readonly name: string; readonly maxReceiveCount: number } | undefined;
  readonly contentBasedDeduplication?: boolean | undefined;
};
export type SqsAndS3Options = {
  /** The folder that keeps messages and objects; in memory when there is none. */
  readonly dir?: string | undefined;
  readonly queues: readonly QueueSpecification[];
  readonly buckets: readonly string[];
  readonly port?: number | undefined;
};
export type LocalSqsAndS3 = {
  readonly endpoint: string;
  readonly queueUrls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const account = '000000000000';
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:${account}:${queue}`;

/** Starts SQS and S3 with their queues and buckets; those that are there already are kept with what they hold. */
export async function startSqsAndS3({ dir, queues, buckets, port = 0 }: SqsAndS3Options): Promise<LocalSqsAndS3> {
  if (dir !== undefined) mendReceiveCounts(dir);
  const server = await onlyOnThisMachine(() =>
    withoutWaitingForTheDisk(() =>
      startFauxqs({ port, logger: false, ...(dir === undefined ? {} : { dataDir: dir }) }),
    ),
  );
  server.setup({
    queues: queues.map((queue) => ({ name: queue.name, attributes: attributesOf(queue) })),
    buckets: [...buckets],
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const queueUrls = Object.fromEntries(queues.map(({ name }) => [name, `${endpoint}/${account}/${name}`]));
  await adoptAttributes(endpoint, queues, queueUrls);
  return { endpoint, queueUrls, stop: () => server.stop() };
}

/** A queue that was kept from an earlier start has the attributes of that time. */
async function adoptAttributes(
  endpoint: string,
  queues: readonly QueueSpecification[],
  queueUrls: Readonly<Record<string, string>>,
): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials });
  for (const queue of queues) {
    const { FifoQueue, ...Attributes } = attributesOf(queue);
    await client.send(new SetQueueAttributesCommand({ QueueUrl: queueUrls[queue.name], Attributes }));
  }
  client.destroy();
}

function attributesOf(queue: QueueSpecification): Record<string, string> {
  const { deadLetter } = queue;
  return {
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    ...(queue.fifo ? { FifoQueue: 'true' } : {}),
    ...(queue.contentBasedDeduplication ? { ContentBasedDeduplication: 'true' } : {}),
    ...(deadLetter
      ? {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: arnOf(deadLetter.name),
            maxReceiveCount: deadLetter.maxReceiveCount,
          }),
        }
      : {}),
  };
}

type Listener = { listen(options: object): Promise<string> };

/** fauxqs 2.4.1 listens on every network interface; Fastify announces each server it makes, so this one can be told. */
async function onlyOnThisMachine(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const channel = 'fastify.initialization';
  const confine = (message: unknown) => {
    const { fastify } = message as { readonly fastify: Listener };
    const listen = fastify.listen.bind(fastify);
    fastify.listen = (options) => listen({ ...options, host: '127.0.0.1' });
  };
  subscribe(channel, confine);
  try {
    return await start();
  } finally {
    unsubscribe(channel, confine);
  }
}

/**
 * fauxqs 2.4.1 has SQLite wait for the disk with each of the five writes that a message takes. What a killed process has
 * written is in the operating system's hands and safe without; as with the other emulators, a power cut is another matter.
 */
async function withoutWaitingForTheDisk(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (statements) {
    exec.call(this, statements);
    if (statements === 'PRAGMA journal_mode = WAL') exec.call(this, 'PRAGMA synchronous = OFF');
  };
  try {
    return await start();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}
