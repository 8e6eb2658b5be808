import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onQueue } from '#functions/middleware/on-queue.ts';
import { aContext, aLog, anSqsRecord } from '#test/support/lambda.ts';

const $Body = z.object({ name: z.string(), breaks: z.boolean().optional() });

type Sent = readonly [
  name: string,
  options?: { readonly group?: string; readonly breaks?: true; readonly attempt?: number },
];

/** Hands a batch over; tells what was worked on and what was handed back. */
async function work(...sent: readonly Sent[]) {
  const log = aLog();
  const done: string[] = [];
  const attempts: number[] = [];
  const handler = onQueue(log, $Body, async ({ body, attempt }) => {
    attempts.push(attempt);
    if (body.breaks) throw new Error('+15550100 wrote:\nmy secret');
    done.push(body.name);
  });
  const Records = sent.map(([name, { breaks, ...options } = {}]) => anSqsRecord(name, { name, breaks }, options));
  const { batchItemFailures } = await handler({ Records }, aContext());
  return { done, attempts, log, handedBack: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('a batch of a FIFO queue', () => {
  const group = 'amara';

  it('is worked through in order', async () => {
    const { done, handedBack } = await work(['1', { group }], ['2', { group }], ['3', { group }]);
    expect({ done, handedBack }).toStrictEqual({ done: ['1', '2', '3'], handedBack: [] });
  });

  it.each([
    ['first', ['1', '2', '3'], []],
    ['second', ['2', '3'], ['1']],
    ['last', ['3'], ['1', '2']],
  ])('is handed back from its failure on when the %s fails', async (_, back, worked) => {
    const { done, handedBack } = await work(
      ...['1', '2', '3'].map((name): Sent => [name, name === back[0] ? { group, breaks: true } : { group }]),
    );
    expect({ done, handedBack }).toStrictEqual({ done: worked, handedBack: back });
  });

  it('goes on with other groups after a failure', async () => {
    const { done, handedBack } = await work(
      ['a1', { group: 'a', breaks: true }],
      ['b1', { group: 'b' }],
      ['a2', { group: 'a' }],
      ['b2', { group: 'b' }],
    );
    expect({ done, handedBack }).toStrictEqual({ done: ['b1', 'b2'], handedBack: ['a1', 'a2'] });
  });
});

describe('a batch of a standard queue', () => {
  it('is handed back message by message', async () => {
    const { done, handedBack } = await work(['1', { breaks: true }], ['2'], ['3', { breaks: true }], ['4']);
    expect({ done, handedBack }).toStrictEqual({ done: ['2', '4'], handedBack: ['1', '3'] });
  });
});

describe('a message', () => {
  it('comes with how often it was received', async () => {
    expect((await work(['1', { attempt: 3 }])).attempts).toStrictEqual([3]);
  });

  it.each(['not JSON', '{"name":7}', ''])(
    'that cannot be read (%s) is handed back like any other failure',
    async (body) => {
      const log = aLog();
      const handler = onQueue(log, $Body, async () => undefined);
      const Records = [anSqsRecord('broken', body), anSqsRecord('fine', { name: 'fine' })];
      expect(await handler({ Records }, aContext())).toStrictEqual({
        batchItemFailures: [{ itemIdentifier: 'broken' }],
      });
      expect(log.errors.map(({ event }) => event)).toStrictEqual(['message-failed']);
    },
  );

  it('that fails is logged by its ids and the name of the error, without what the customer wrote', async () => {
    const { log } = await work(['1', { breaks: true, attempt: 2 }]);
    expect(log.errors).toMatchObject([
      { event: 'message-failed', fields: { sqsMessageId: '1', attempt: '2', error: 'Error' } },
    ]);
    expect(JSON.stringify(log.errors)).not.toMatch(/secret|15550100/);
  });
});
