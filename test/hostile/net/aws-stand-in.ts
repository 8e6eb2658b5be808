import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pointSdkAt } from '#test/support/aws-environment.ts';

type Entry = { readonly Id?: string; readonly MessageBody: string };

/** SSM and SQS as far as a webhook needs them, behind the real SDK: cheaper to measure beside than an emulator. */
export type AwsStandIn = {
  /** Bodies of all that was put into the SQS queue, oldest first. */
  readonly sent: string[];
  /** Every request for something else: nobody should ask. */
  readonly strange: string[];
  readonly parameters: Map<string, unknown>;
  readonly queueUrl: string;
};

const taken = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: randomUUID(),
  MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
});

function answerTo(world: Pick<AwsStandIn, 'sent' | 'strange' | 'parameters'>, target: string, asked: unknown): unknown {
  const { Name = '', Entries, MessageBody } = asked as { Name?: string; Entries?: Entry[]; MessageBody?: string };
  switch (target.split('.').at(-1)) {
    case 'GetParameter': {
      const value = world.parameters.get(Name);
      return value === undefined
        ? { __type: 'ParameterNotFound' }
        : { Parameter: { Name, Value: JSON.stringify(value) } };
    }
    case 'SendMessageBatch':
      world.sent.push(...(Entries ?? []).map((entry) => entry.MessageBody));
      return { Successful: (Entries ?? []).map(taken), Failed: [] };
    case 'SendMessage':
      world.sent.push(MessageBody ?? '');
      return taken({ MessageBody: MessageBody ?? '' });
    default:
      world.strange.push(target);
      return {};
  }
}

let running: Promise<AwsStandIn> | undefined;

/** Starts it once in this process, and points the SDK's clients at it. */
export function awsStandIn(): Promise<AwsStandIn> {
  running ??= start();
  return running;
}

async function start(): Promise<AwsStandIn> {
  const world = { sent: [] as string[], strange: [] as string[], parameters: new Map<string, unknown>() };
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = await text(request);
    const answer = answerTo(world, String(request.headers['x-amz-target']), JSON.parse(body || '{}'));
    const status = JSON.stringify(answer).includes('__type') ? 400 : 200;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pointSdkAt({ SQS: endpoint, SSM: endpoint });
  return { ...world, queueUrl: `${endpoint}/000000000000/inbound.fifo` };
}
