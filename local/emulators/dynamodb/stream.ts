import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { itemSize, type Level } from 'dynalite/db/index.js';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Change } from './change.ts';
import type { Changes } from './committer.ts';

/** A record as a Lambda function receives it, with its place in the stream. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };
export type StreamListener = (record: StreamRecord) => void;
export type Stream = {
  /** Adds the record of a change to the changes it belongs to, so that both become durable together. */
  append(changes: Changes, change: Change, cause: 'request' | 'expiry'): StreamRecord;
  publish(records: readonly StreamRecord[]): void;
  read(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  onRecord(listener: StreamListener): () => void;
  trim(): Promise<void>;
};

const prefix = 'parley-stream~';
const afterLast = `${prefix}:`;
const lastKey = 'parley-stream-last';
const recordsKept = 50_000;
const recordsBetweenTrims = 1000;

const sequence = (number: number) => String(number).padStart(21, '0');
/** The stream's name; a real one ends in its creation time. */
export const streamArn = (tableArn: string) => `${tableArn}/stream/2026-01-01T00:00:00.000`;

/** Opens the one stream of all tables of this database. */
export async function openStream(db: Level, clock: VirtualClock): Promise<Stream> {
  const listeners = new Set<StreamListener>();
  let last = Number(db.getSync(lastKey) ?? 0);
  let trimmedTo = Math.max(0, last - recordsKept - recordsBetweenTrims);
  return {
    append(changes, change, cause) {
      last += 1;
      const record = streamRecord(change, { sequenceNumber: sequence(last), at: clock.now(), cause });
      changes.set(prefix + sequence(last), record);
      changes.set(lastKey, last);
      return record;
    },
    publish(records) {
      for (const record of records) for (const listener of listeners) notify(listener, record);
    },
    async read(afterSequence, limit) {
      const records = await db.values({ gt: prefix + (afterSequence ?? ''), lt: afterLast, limit }).all();
      return records as StreamRecord[];
    },
    onRecord(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async trim() {
      if (last - trimmedTo < recordsKept + recordsBetweenTrims) return;
      trimmedTo = last - recordsKept;
      await db.clear({ gte: prefix, lt: prefix + sequence(trimmedTo + 1) });
    },
  };
}

type Circumstances = { readonly sequenceNumber: string; readonly at: Date; readonly cause: 'request' | 'expiry' };

function streamRecord({ table, key, old, now }: Change, { sequenceNumber, at, cause }: Circumstances): StreamRecord {
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: !old ? 'INSERT' : now ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: streamArn(table.TableArn),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at.getTime() / 1000),
      Keys: key,
      SequenceNumber: sequenceNumber,
      SizeBytes: itemSize(key) + (old ? itemSize(old) : 0) + (now ? itemSize(now) : 0),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...(old ? { OldImage: old } : {}),
      ...(now ? { NewImage: now } : {}),
    },
    ...(cause === 'expiry' ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
  };
}

/** A listener's defect must not stop the writes. */
function notify(listener: StreamListener, record: StreamRecord): void {
  try {
    listener(record);
  } catch (error) {
    console.error(error);
  }
}
