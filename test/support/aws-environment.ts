import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type LocalSqsAndS3, startSqsAndS3 } from '#local/emulators/sqs-and-s3.ts';
import { startSsm } from '#local/emulators/ssm.ts';

/** Variables that the SDK's clients read, for this test file's process only. */
export function pointSdkAt(services: Readonly<Record<string, string>>): void {
  const endpoints = Object.entries(services).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]);
  Object.assign(process.env, Object.fromEntries(endpoints), {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_MAX_ATTEMPTS: '1',
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
}

/** The inbound SQS queue and the secrets of connections, behind the real SDK. */
export async function startIntake(secrets: Readonly<Record<string, unknown>> = {}) {
  const name = 'parley-inbound.fifo';
  const queues = [{ name, fifo: true, visibilityTimeoutSeconds: 0 }];
  const sqs: LocalSqsAndS3 = await startSqsAndS3({ queues, buckets: [] });
  const ssm = await startSsm();
  pointSdkAt({ SQS: sqs.endpoint, SSM: ssm.endpoint });
  const [queueUrl = ''] = Object.values(sqs.queueUrls);
  const parameters = new SSMClient({});
  for (const [path, value] of Object.entries(secrets))
    await parameters.send(
      new PutParameterCommand({ Name: path, Value: JSON.stringify(value), Type: 'SecureString', Overwrite: true }),
    );
  parameters.destroy();
  const client = new SQSClient({});
  /** Takes all that is in the queue. */
  const enqueued = async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    return Messages.map(({ Body = '', Attributes = {} }) => ({
      envelope: JSON.parse(Body),
      group: Attributes.MessageGroupId,
      deduplicationId: Attributes.MessageDeduplicationId,
    }));
  };
  const stop = async () => {
    client.destroy();
    await Promise.all([sqs.stop(), ssm.stop()]);
  };
  return { queueUrl, enqueued, stop };
}
