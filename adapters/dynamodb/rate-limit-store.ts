import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '#domain/kernel/clock.ts';
import { accessPatterns } from './access-patterns.ts';
import { fromItem, type Table, toItem } from './table.ts';

export type RateLimit = {
  /** Whom or what is counted. Never an address: a hash of it. */
  readonly key: string;
  readonly most: number;
  readonly windowSeconds: number;
};

/** Counts one more; the answer is the seconds to wait when there were too many, else undefined. */
export type CountOne = (limit: RateLimit) => Promise<number | undefined>;

/** Counts in fixed windows, one small item each, which DynamoDB forgets by itself afterwards. */
export const createRateLimitStore =
  (table: Table, now: Clock): CountOne =>
  async ({ key, most, windowSeconds }) => {
    const seconds = Math.floor(now().getTime() / 1000);
    const window = Math.floor(seconds / windowSeconds);
    const endsAt = (window + 1) * windowSeconds;
    const { Attributes = {} } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem({
          pk: accessPatterns.countInWindow.partition(key),
          sk: accessPatterns.countInWindow.sort(String(window)),
        }),
        UpdateExpression: 'SET expiresAt = :end ADD occurred :one',
        ExpressionAttributeValues: toItem({ ':end': endsAt + windowSeconds, ':one': 1 }),
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(fromItem(Attributes).occurred) > most ? endsAt - seconds : undefined;
  };
