import { z } from 'zod';
import { readJson, writeJson } from '../emulators/durable-file.ts';
import type { LocalDynamoDb } from '../emulators/dynamodb/start-dynamodb.ts';
import { type DeliveryNeeds, type EventSource, untilDone } from './delivery.ts';

const $Checkpoint = z.object({ sequence: z.string() });

export type StreamSource = EventSource & {
  /** Everything that was written has been handed over. */
  isIdle(): boolean;
};

/**
 * Hands the table's stream to publish-events, in order and batch by batch. The place reached is kept once the function
 * has succeeded, so that a killed process delivers again and skips nothing.
 */
export function startStreamSource(
  needs: DeliveryNeeds & { readonly dynamoDb: LocalDynamoDb },
  options: { readonly checkpointFile: string; readonly batchSize: number },
): StreamSource {
  const { dynamoDb, clock } = needs;
  const stopping = new AbortController();
  const saved = readJson(options.checkpointFile);
  let reached = saved === undefined ? undefined : $Checkpoint.parse(saved).sequence;
  let running: Promise<void> | undefined;
  let hasMore = false;

  async function deliver(): Promise<boolean> {
    const records = await dynamoDb.readStream(reached, options.batchSize);
    const last = records.at(-1);
    if (!last) return false;
    await untilDone(async () => {
      await needs.functions.invoke('publishEvents', { Records: records });
      if (needs.dice.hits(needs.duplicates)) await needs.functions.invoke('publishEvents', { Records: records });
      reached = last.dynamodb.SequenceNumber;
      writeJson(options.checkpointFile, { sequence: reached });
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
    },
  };
}
