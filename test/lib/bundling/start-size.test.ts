import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import { bundleFunction } from '#lib/bundling/bundle-function.ts';
import { keysOf } from '#lib/keys-of.ts';
import { targetOf } from '../../../bench/cold-start.ts';
import { filesIn, gzipBytesOf } from '../../../bench/support/assembly.ts';

/** What a function loads before its first event: index.mjs and what it imports, and so on, without `import()`. */
function startOf({ outputs }: Metafile): readonly string[] {
  const waiting = Object.keys(outputs).filter((path) => path.endsWith('/index.mjs'));
  const found = new Set(waiting);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop())
    for (const { kind, path: imported } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outputs[imported] && !found.has(imported)) {
        found.add(imported);
        waiting.push(imported);
      }
  return [...found];
}

/** Above the target, and by how much it may be: its first message brings the rules of every channel. */
const known = { receiveMessages: 137 } as const;
const limitOf = (name: FunctionName): number => (name === 'receiveMessages' ? known[name] : targetOf(name).kilobytes);

describe('what a function loads before its first event', () => {
  const kilobytes = new Map<FunctionName, number>();
  let again: readonly (readonly string[])[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'));

  beforeAll(async () => {
    await Promise.all(
      keysOf(catalogue).map(async (name) => {
        const { metafile } = await bundleFunction(catalogue[name].entry, join(folder, name));
        const root = new URL('../../../', import.meta.url).pathname;
        kilobytes.set(name, gzipBytesOf(startOf(metafile).map((path) => join(root, path))) / 1000);
      }),
    );
    const twice = ['first', 'second'].map((part) => join(folder, part));
    for (const part of twice) await bundleFunction('deliver-replies', part);
    again = twice.map((part) => filesIn(part).map((file) => file.slice(part.length)));
    return () => rmSync(folder, { recursive: true });
  }, 180_000);

  it.each(keysOf(catalogue))('%s: within its target', (name) => {
    expect(kilobytes.get(name)).toBeGreaterThan(20);
    expect(kilobytes.get(name)).toBeLessThanOrEqual(limitOf(name));
  });

  it('is not known to be above the target without being so', () => {
    for (const name of keysOf(known)) expect(kilobytes.get(name)).toBeGreaterThan(targetOf(name).kilobytes);
  });

  it('is the same for the same sources', () => {
    const [first, second] = again;
    expect(first?.length).toBeGreaterThan(5);
    expect(second).toStrictEqual(first);
  });
});
