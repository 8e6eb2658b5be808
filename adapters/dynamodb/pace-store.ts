import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Pace } from '#domain/channels/pace.ts';
import { accessPatterns } from './access-patterns.ts';
import { type Table, toItem } from './table.ts';

const keptSeconds = 3600;

/** Counts what a connection sends in each second, over all that send at once. */
export const createPace =
  (table: Table): Pace =>
  async (connectionId, at) => {
    const second = Math.floor(at.getTime() / 1000);
    const { Attributes } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem({
          pk: accessPatterns.paceOfSecond.partition(connectionId),
          sk: accessPatterns.paceOfSecond.sort(String(second)),
        }),
        UpdateExpression: 'ADD #sent :one SET expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#sent': 'sent' },
        ExpressionAttributeValues: toItem({ ':one': 1, ':expiresAt': second + keptSeconds }),
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.sent?.N ?? 1);
  };
