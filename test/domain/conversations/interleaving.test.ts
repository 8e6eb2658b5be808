import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Op, play, type Telling } from './interleaving.ts';
import { type Script, scripts, streamsOf } from './interleaving-script.ts';

/** One after another, each thing once. */
const inOrder = (script: Script): Promise<Telling> => play(streamsOf(script), []);

/** Which are told again later: providers redeliver for days, SQS queues at any time. */
const again = (ops: readonly Op[], picks: readonly number[]): readonly (readonly Op[])[] =>
  picks.flatMap((pick) => {
    const op = ops[pick % ops.length];
    return op ? [[{ ...op, isAgain: true as const }]] : [];
  });

describe('what providers tell, in any interleaving', () => {
  /**
   * Compared: the conversations and whose they are; their messages with text and whether they were taken back; the
   * reactions, edits and deletions of each; the final delivery of each answer; who may not be written to; and that each
   * answer went out once. Not compared: the order of facts of different senders, and times.
   */
  it('makes the same conversations', async () => {
    const order = fc.array(fc.nat(), { minLength: 60, maxLength: 200 });
    const repeated = fc.array(fc.nat(), { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(scripts, order, repeated, async (script, picks, redelivered) => {
        const streams = streamsOf(script);
        const told = await play([...streams, ...again(streams.flat(), redelivered)], picks);
        expect(told).toStrictEqual(await inOrder(script));
      }),
      { numRuns: 300 },
    );
  });

  it('is not compared in vain: what is told and what comes of it are there', async () => {
    const [script] = fc.sample(
      scripts.filter(({ senders }) => senders.some(({ steps, replies }) => steps.length > 4 && replies.length > 1)),
      { numRuns: 1, seed: 1 },
    );
    const told = await inOrder(script ?? { senders: [] });
    expect(Object.keys(told.conversations)).toHaveLength(script?.senders.length ?? 0);
    expect(Object.values(told.conversations).flatMap(({ messages }) => messages)).not.toHaveLength(0);
    expect(Object.values(told.conversations).flatMap(({ deliveries }) => Object.keys(deliveries))).not.toHaveLength(0);
  });
});
