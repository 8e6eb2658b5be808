import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { providerFetch } from '#adapters/channels/shared/provider-fetch.ts';
import { createRecordStore } from '#adapters/dynamodb/record-store.ts';
import { memoryRecords } from '#adapters/memory/stores.ts';
import { readObject } from '#adapters/s3/file-store.ts';
import { secretsBelow } from '#adapters/ssm/secrets.ts';
import { $Connection } from '#domain/channels/channel.ts';
import { $InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { readersWith } from '#functions/receive-messages/readers.ts';
import { receiveEnvelope } from '#functions/receive-messages/receive-envelope.ts';
import { filesBucket, secretsPath } from '#local/names.ts';
import { anAnalysis } from '#test/support/builders.ts';
import type { Driver } from './drive.ts';
import { memoryNeeds, noFiles } from './memory-needs.ts';
import { business, type System } from './system.ts';
import type { Write } from './writers.ts';

/** Of one customer; the first opens a conversation and is not counted. */
const messages = 4;
const rounds = { warming: 60, counted: 60 } as const;

type Run = { readonly system: System; readonly driver: Driver };

/** What the webhook's function put into the SQS queue for each message. */
async function envelopesOf({ driver }: Run, write: Write): Promise<readonly (readonly string[])[]> {
  const all: string[][] = [];
  for (let n = 0; n < messages; n += 1) {
    await write();
    const bodies: string[] = [];
    for (let event = await driver.receive('inbound'); event; event = await driver.receive('inbound'))
      bodies.push(...event.Records.map(({ body }) => body));
    all.push(bodies);
  }
  return all;
}

/** Remembers what was answered, so that later rounds ask nobody. */
function remembering<Given extends readonly unknown[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
  keyOf: (...given: Given) => string,
): (...given: Given) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (...given) => {
    const key = keyOf(...given);
    const answer = known.get(key) ?? ask(...given);
    known.set(key, answer);
    return answer;
  };
}

async function readerOf({ system }: Run) {
  const s3 = new S3Client({});
  const connections = createRecordStore(system.table, 'connection', $Connection);
  const ask = providerFetch(system.environment.STAND_INS_URL);
  const body = remembering(
    async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const response = await ask(input, init);
      return { status: response.status, headers: response.headers, bytes: await response.arrayBuffer() };
    },
    (input, init) => `${init?.method} ${input instanceof Request ? input.url : input}`,
  );
  const list = await connections.list();
  const reader = readersWith({
    connections: memoryRecords(list),
    secret: remembering(secretsBelow(new SSMClient({}), secretsPath), (name) => name),
    fetch: async (input, init) => {
      const { status, headers, bytes } = await body(input, init);
      // A status like 204 has no body, not even an empty one.
      return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
    },
    files: noFiles,
    filesBucket,
    mail: {
      get: remembering(
        (bucket: string, key: string) => readObject(s3, { bucket, key }),
        (_, key) => key,
      ),
    },
    publicUrl: business.publicUrl,
    now: system.clock.now,
  });
  return { reader, connections: list };
}

/** Milliseconds of CPU for each of the messages after the first, in one go through all of them. */
async function once(bodies: readonly (readonly string[])[], reading: Awaited<ReturnType<typeof readerOf>>) {
  const outcomes = new Map<string, number>();
  const needs = memoryNeeds({ ...reading, analyse: async () => anAnalysis(), outcomes });
  const cpuMs: number[] = [];
  for (const ofMessage of bodies) {
    const before = process.cpuUsage();
    for (const body of ofMessage) await receiveEnvelope(needs, $InboundEnvelope.parse(JSON.parse(body)));
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
  }
  if (!outcomes.has('message-placed')) throw new Error('no message of the bench was placed');
  return cpuMs.slice(1);
}

/** Milliseconds of CPU that placing a further message of a known customer takes, without network and SDK: a median. */
export async function placingCpu(run: Run, write: Write): Promise<number> {
  const bodies = await envelopesOf(run, write);
  const reading = await readerOf(run);
  const cpuMs: number[] = [];
  for (let round = 0; round < rounds.warming + rounds.counted; round += 1) {
    const taken = await once(bodies, reading);
    if (round >= rounds.warming) cpuMs.push(...taken);
  }
  return cpuMs.toSorted((a, b) => a - b)[cpuMs.length >> 1] ?? 0;
}
