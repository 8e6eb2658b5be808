import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCommit, toHead } from '#adapters/dynamodb/conversation-items.ts';
import { pack, unpack } from '#adapters/dynamodb/packed.ts';
import { toItem } from '#adapters/dynamodb/table.ts';
import { aChange, aMessage, anAgent, anAnalysis, anOpening, assignedTo } from '#test/support/builders.ts';

const bytesOf = (item: Record<string, unknown>): number =>
  Object.entries(toItem(item)).reduce(
    (sum, [name, value]) => sum + name.length + (value.B?.length ?? value.S?.length ?? 8),
    0,
  );

describe('packing', () => {
  it('gives back any JSON as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(unpack(pack(value))).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('reads what the stream hands on in base64', () => {
    const value = { text: 'Größe 🙏' };
    expect(unpack(Buffer.from(pack(value)).toString('base64'))).toStrictEqual(value);
  });

  it('refuses what was packed with a dictionary it does not have', () => {
    expect(() => unpack(Uint8Array.of(9, 1, 2))).toThrow('dictionary 9');
  });

  it('brings a usual message and its conversation under one write unit of 1,024 bytes each', () => {
    const text = 'Hello, I ordered a desk lamp on the 3rd (order 88120) and it still has not arrived. '
      .repeat(6)
      .slice(0, 500);
    const message = aMessage({ text });
    const opening = anOpening({ subject: text.slice(0, 200) });
    const opened = aChange(undefined, {
      id: 'a'.repeat(26),
      drafts: [opening, { type: 'MessageReceived', message, analysis: anAnalysis() }],
    });
    const held = aChange(opened.after, { drafts: [assignedTo(anAgent())] });
    expect(bytesOf(toCommit(opened))).toBeLessThan(1024);
    expect(bytesOf(toHead(held.after))).toBeLessThan(1024);
  });
});
