import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { buckets, queues } from './sqs-and-s3-resources.ts';

/** Run as a process of its own: sends without end and prints each message that was accepted. */
const { endpoint, queueUrls } = await startSqsAndS3({ dir: process.argv[2], queues, buckets });
const access = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const sqs = new SQSClient(access);
const s3 = new S3Client({ ...access, forcePathStyle: true });
const QueueUrl = queueUrls['inbound.fifo'];

async function sendForever(group: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const name = `${group}-${count}`;
    await s3.send(new PutObjectCommand({ Bucket: 'attachments', Key: name, Body: name }));
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: name,
        MessageGroupId: `g${group}`,
        MessageDeduplicationId: name,
      }),
    );
    process.stdout.write(`${name}\n`);
    if (count === 5) await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
  }
}

await Promise.all([0, 1, 2].map(sendForever));
