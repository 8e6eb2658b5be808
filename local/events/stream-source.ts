import { z } from 'zod';
import type { Trigger } from '#functions/function-row.ts';
import { readJson, writeJson } from '../emulators/durable-file.ts';
import type { LocalDynamoDb } from '../emulators/dynamodb/start-dynamodb.ts';
import type { StreamRecord } from '../emulators/dynamodb/stream.ts';
import { type DeliveryNeeds, type EventSource, untilDone } from './delivery.ts';

type StreamTrigger = Extract<Trigger, { kind: 'stream' }>;

const $Checkpoint = z.object({ sequence: z.string() });

/** As the filter of the event source does. */
const wakes = ({ dynamodb }: StreamRecord, sortKeysBeginWith: readonly string[]): boolean =>
  sortKeysBeginWith.some((prefix) => dynamodb.Keys?.sk?.S?.startsWith(prefix));

/** Once, and twice now and then, as in AWS. */
const timesOf = ({ dice, duplicates }: DeliveryNeeds): number => (dice.hits(duplicates) ? 2 : 1);

const notedAfterMs = 200;

export type StreamSource = EventSource & {
  /** Everything that was written has been handed over. */
  isIdle(): boolean;
};

/** The place that was reached. A file takes longer to replace than most batches to handle, so it follows a moment later. */
function openCheckpoint(file: string) {
  const saved = readJson(file);
  let reached = saved === undefined ? undefined : $Checkpoint.parse(saved).sequence;
  let noting: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(noting);
    noting = undefined;
    if (reached !== undefined) writeJson(file, { sequence: reached });
  };
  return {
    reached: () => reached,
    reach(sequence: string) {
      reached = sequence;
      noting ??= setTimeout(write, notedAfterMs).unref();
    },
    write,
  };
}

/**
 * Hands the table's stream to publish-events, in order and batch by batch. The place reached is kept a moment after the
 * function has succeeded, so that a killed process delivers again and skips nothing.
 */
export function startStreamSource(
  needs: DeliveryNeeds & { readonly dynamoDb: LocalDynamoDb },
  options: { readonly checkpointFile: string } & Pick<StreamTrigger, 'batchSize' | 'sortKeysBeginWith'>,
): StreamSource {
  const { dynamoDb, clock } = needs;
  const stopping = new AbortController();
  const checkpoint = openCheckpoint(options.checkpointFile);
  let running: Promise<void> | undefined;
  let hasMore = false;

  async function deliver(): Promise<boolean> {
    const records = await dynamoDb.readStream(checkpoint.reached(), options.batchSize);
    const last = records.at(-1);
    if (!last) return false;
    const Records = records.filter((record) => wakes(record, options.sortKeysBeginWith));
    await untilDone(async () => {
      for (let times = timesOf(needs); times > 0 && Records.length > 0; times -= 1)
        await needs.functions.invoke('publishEvents', { Records });
      checkpoint.reach(last.dynamodb.SequenceNumber);
    }, stopping.signal);
    return true;
  }

  async function drain(): Promise<void> {
    const release = clock.working();
    try {
      do {
        hasMore = false;
        while (!stopping.signal.aborted && (await deliver()));
      } while (hasMore && !stopping.signal.aborted);
    } finally {
      release();
      running = undefined;
    }
  }

  function wake(): void {
    hasMore = true;
    running ??= drain().catch((error: unknown) => console.error(error));
  }

  const unsubscribe = dynamoDb.onRecord(wake);
  wake();
  return {
    isIdle: () => running === undefined,
    async stop() {
      unsubscribe();
      stopping.abort();
      await running;
      checkpoint.write();
    },
  };
}
