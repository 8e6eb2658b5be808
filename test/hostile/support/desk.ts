import { S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createLedgerStore } from '#adapters/dynamodb/ledger-store.ts';
import { createQuarantineStore } from '#adapters/dynamodb/quarantine-store.ts';
import { storesOn, tableNamed } from '#adapters/dynamodb/stores.ts';
import type { LedgerLine } from '#domain/channels/ledger.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import type { FunctionName } from '#functions/catalogue.ts';
import { leadFunctionOutput } from '#local/function-output.ts';
import { type Functions, startFunctions } from '#local/functions.ts';
import { queueName } from '#local/names.ts';
import { anSqsRecord } from '#test/support/lambda.ts';
import { business } from '../../../bench/support/system.ts';
import type { Verdict } from '../contract.ts';
import { type Stage, startStage } from './stage.ts';

/** The real handlers in this process, on services emulated in another. */
export type Desk = Awaited<ReturnType<typeof open>>;

let running: Promise<Desk> | undefined;

/** Opened by the first who asks. */
export function theDesk(): Promise<Desk> {
  running ??= startStage().then(open);
  return running;
}

const dayMs = 86_400_000;

async function open({ environment, queueUrls, aws }: Stage) {
  Object.assign(process.env, aws, { POWERTOOLS_DEV: 'true' });
  leadFunctionOutput(undefined);
  let time = Date.parse('2026-11-22T12:00:00.000Z');
  const now = () => new Date(time);
  const functions = await startFunctions(environment as Parameters<typeof startFunctions>[0], now);
  const table = tableNamed(environment.TABLE_NAME ?? '');
  const queue = { sqs: new SQSClient({}), url: queueUrls[queueName('inbound')] ?? '' };
  const stores = { ...storesOn(table), ledger: createLedgerStore(table), quarantine: createQuarantineStore(table) };
  return {
    now,
    stores,
    s3: new S3Client({ forcePathStyle: true }),
    /** Lets hours pass. */
    wait: (hours: number) => {
      time += hours * 3_600_000;
    },
    /** A day for each input: the ledger then has no other lines. */
    nextDay: () => {
      time += dayMs;
    },
    invoke: (name: FunctionName, event: unknown) => functions.invoke(name, event),
    /** Hands what lies in the inbound SQS queue to its function. Throws when that hands anything back. */
    receive: () => receiveAll(functions, queue),
    /** What the ledger of today says of a connection. */
    today: (connectionId: string) => stores.ledger.ofDay(connectionId, now().toISOString().slice(0, 10)),
  };
}

async function receiveAll(
  functions: Functions,
  { sqs, url }: { readonly sqs: SQSClient; readonly url: string },
): Promise<number> {
  const ask = { QueueUrl: url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };
  let received = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(ask));
    if (Messages.length === 0) return received;
    received += Messages.length;
    const Records = Messages.map(({ MessageId = '', Body = '', Attributes = {} }) =>
      anSqsRecord(MessageId, Body, { group: Attributes.MessageGroupId ?? '' }),
    );
    const Entries = Messages.map(({ MessageId = '', ReceiptHandle = '' }) => ({ Id: MessageId, ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    refuseFailures(await functions.invoke('receiveMessages', { Records }));
  }
}

/** A failed message would come back until it is a dead letter: the handler crashed on it. */
function refuseFailures(answer: unknown): void {
  const { batchItemFailures = [] } = (answer ?? {}) as { readonly batchItemFailures?: readonly unknown[] };
  if (batchItemFailures.length > 0) throw new Error(`receive-messages threw on ${batchItemFailures.length} messages`);
}

export type Received = Extract<ConversationEvent, { type: 'MessageReceived' }>;

/** What became of the one input of today, by the connections it may be counted with. */
export async function verdictOf(
  desk: Desk,
  connectionIds: readonly string[],
  about: (received: Received, events: readonly ConversationEvent[]) => string = measures,
): Promise<Verdict> {
  const lines = (await Promise.all(connectionIds.map(desk.today))).flat();
  const [line, ...others] = lines;
  if (!line || others.length > 0)
    throw new Error(`the ledger has ${lines.length} lines about one input: it was lost or doubled`);
  return verdictOfLine(desk, line, about);
}

async function verdictOfLine(
  desk: Desk,
  line: LedgerLine,
  about: (received: Received, events: readonly ConversationEvent[]) => string,
): Promise<Verdict> {
  if (line.outcome === 'dropped') return { outcome: 'ignored', reason: line.rule };
  if (line.outcome === 'quarantined') {
    const entry = await desk.stores.quarantine.get(line.quarantineId);
    return { outcome: 'refused', reason: `in quarantine: ${entry?.reason}` };
  }
  const { events = [] } = (await desk.stores.conversations.history(line.conversationId)) ?? {};
  const received = events.findLast((event) => event.type === 'MessageReceived');
  if (!received) throw new Error('the ledger names a conversation that has no message');
  return { outcome: 'stored', reason: about(received, events) };
}

/** How much of a message was kept. */
export function measures({ message }: Received): string {
  const { text, attachments, automatic, sender } = message;
  return [
    `${text.length} characters`,
    `${attachments.length} files`,
    ...(text.includes('original mail]') ? ['marked as cut'] : []),
    ...(automatic ? [`automatic (${automatic})`] : []),
    ...(sender.verified ? [] : ['sender not verified']),
  ].join(', ');
}

export const mailbox = business.mail;
