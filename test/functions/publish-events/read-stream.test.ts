import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { toCommit, toHead } from '#adapters/dynamodb/conversation-items.ts';
import { recordItem } from '#adapters/dynamodb/record-store.ts';
import type { Item, Key } from '#adapters/dynamodb/table.ts';
import { readStream } from '#functions/publish-events/read-stream.ts';
import { aChange, anAgent, assignedTo } from '#test/support/builders.ts';

/** A record as the stream has it: keys, and images in DynamoDB's own words. */
function record(eventName: 'INSERT' | 'MODIFY' | 'REMOVE', item: Item & Key, before?: Item): DynamoDBRecord {
  const image = (value: Item) => marshall(value, { removeUndefinedValues: true });
  const images = eventName === 'REMOVE' ? { OldImage: image(item) } : { NewImage: image(item) };
  return {
    eventName,
    dynamodb: {
      Keys: image({ pk: item.pk, sk: item.sk }),
      ...images,
      ...(before ? { OldImage: image(before) } : {}),
    },
  } as DynamoDBRecord;
}

const opened = aChange(undefined);
const taken = aChange(opened.after, { origin: { commitId: 'taken' }, drafts: [assignedTo(anAgent())] });

describe('reading the stream', () => {
  it('finds what was decided, with the newest state of each conversation', () => {
    const { commits, heads } = readStream([
      record('INSERT', toCommit(opened)),
      record('INSERT', toHead(opened.after)),
      record('INSERT', toCommit(taken)),
      record('MODIFY', toHead(taken.after)),
    ]);
    expect(commits.map(({ version, events }) => [version, events])).toStrictEqual([
      [1, opened.events],
      [2, taken.events],
    ]);
    expect([...heads.values()].map(({ version, holder }) => [version, holder.kind])).toStrictEqual([[2, 'agent']]);
  });

  it('finds how agents were and are', () => {
    const item = (load: number) => recordItem('agent', 'maya', anAgent({ load }));
    const { agents } = readStream([record('INSERT', item(0)), record('MODIFY', item(1), item(0))]);
    expect(agents.map(({ before, after }) => [before?.load, after.load])).toStrictEqual([
      [undefined, 0],
      [0, 1],
    ]);
  });

  it('takes no notice of what has expired, nor of anything else in the table', () => {
    const claim = { pk: 'RECEIPT#sms#support-sms#SM1', sk: 'RECEIPT', key: 'x' };
    const saved = readStream([
      record('REMOVE', claim),
      record('INSERT', claim),
      record('REMOVE', toHead(opened.after)),
    ]);
    expect([saved.commits, [...saved.heads], saved.agents]).toStrictEqual([[], [], []]);
  });
});
