import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSqsAndS3, startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { buckets, queues } from './sqs-and-s3-resources.ts';

let dir: string;
let service: LocalSqsAndS3;
let sqs: SQSClient;
let s3: S3Client;

async function start(specifications = queues): Promise<void> {
  service = await startSqsAndS3({ dir, queues: specifications, buckets });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const access = { endpoint: service.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  sqs = new SQSClient(access);
  s3 = new S3Client({ ...access, forcePathStyle: true });
}
async function stop(): Promise<void> {
  sqs.destroy();
  s3.destroy();
  await service.stop();
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sqs-'));
});
afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
});

const url = (queue: string) => service.queueUrls[queue];
const send = (body: string, queue = 'inbound.fifo') =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: url(queue),
      MessageBody: body,
      MessageGroupId: 'g',
      ...(queue === 'hashed.fifo' ? {} : { MessageDeduplicationId: body }),
    }),
  );
const receive = async (queue = 'inbound.fifo', WaitTimeSeconds = 0) =>
  (
    await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url(queue),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        WaitTimeSeconds,
      }),
    )
  ).Messages ?? [];
const makeVisible = (ReceiptHandle: string | undefined) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url('inbound.fifo'), ReceiptHandle, VisibilityTimeout: 0 }));

describe('the queues', () => {
  it('give a message back at once when its visibility is ended, and count that', async () => {
    await start();
    await send('m');
    const [first] = await receive();
    await makeVisible(first?.ReceiptHandle);
    const [second] = await receive();
    await makeVisible(second?.ReceiptHandle);
    await stop();
    await start();
    const [third] = await receive();
    const counts = [first, second, third].map((message) => message?.Attributes?.ApproximateReceiveCount);
    expect(counts).toEqual(['1', '2', '3']);
  });

  it('move a message to the dead letters after its last attempt', async () => {
    await start();
    await send('poison');
    for (let attempt = 0; attempt < 3; attempt += 1) await makeVisible((await receive())[0]?.ReceiptHandle);
    expect(await receive()).toEqual([]);
    expect((await receive('dead.fifo')).map(({ Body }) => Body)).toEqual(['poison']);
  });

  it('accept a repeated message once, by its id or by its content', async () => {
    await start();
    for (const queue of ['inbound.fifo', 'hashed.fifo']) {
      await send('same', queue);
      await send('same', queue);
      const [message] = await receive(queue);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url(queue), ReceiptHandle: message?.ReceiptHandle }));
      expect(await receive(queue)).toEqual([]);
    }
  });

  it('have the attributes of the latest start, and their messages of the earlier one', async () => {
    await start();
    await send('kept');
    await stop();
    await start(queues.map((queue) => ({ ...queue, visibilityTimeoutSeconds: 90 })));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url('inbound.fifo'), AttributeNames: ['All'] }),
    );
    expect(Attributes?.VisibilityTimeout).toBe('90');
    expect((await receive()).map(({ Body }) => Body)).toEqual(['kept']);
  });
});

describe('queues and buckets whose process is killed', () => {
  it('still have everything that was accepted, in order', async () => {
    const sender = join(import.meta.dirname, 'sqs-and-s3-crash-sender.ts');
    const child = spawn(process.execPath, [sender, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const accepted: string[] = [];
    for await (const name of createInterface({ input: child.stdout })) {
      accepted.push(name);
      if (accepted.length === 60) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await start();
    const received: string[] = [];
    while (accepted.some((name) => !received.includes(name))) {
      for (const { Body = '', ReceiptHandle } of await receive('inbound.fifo', 2)) {
        received.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url('inbound.fifo'), ReceiptHandle }));
      }
    }
    const ofGroup = (group: string) => received.filter((name) => name.startsWith(group));
    for (const group of ['0-', '1-', '2-']) {
      expect(ofGroup(group)).toEqual(ofGroup(group).map((_, count) => `${group}${count}`));
    }
    for (const name of accepted) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'attachments', Key: name }));
      expect(await Body?.transformToString()).toBe(name);
    }
  }, 30_000);
});
