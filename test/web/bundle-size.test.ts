import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from './support/built-console.ts';

type Chunk = {
  readonly file: string;
  readonly imports?: string[];
  readonly dynamicImports?: string[];
  readonly css?: string[];
};
type Manifest = Record<string, Chunk>;

/** A chunk and all it needs before it can run. */
const withImports = (manifest: Manifest, name: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(name)) return found;
  found.add(name);
  for (const each of manifest[name]?.imports ?? []) withImports(manifest, each, found);
  return found;
};

describe('the weight of the console', () => {
  let folder: string;
  let manifest: Manifest;
  const gzippedKb = async (file: string): Promise<number> => gzipSync(await readFile(join(folder, file))).length / 1024;
  const sumKb = async (files: Iterable<string>): Promise<number> =>
    (await Promise.all([...files].map(gzippedKb))).reduce((sum, kb) => sum + kb, 0);

  beforeAll(async () => {
    folder = await buildConsole();
    manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  }, 60_000);

  it('opens the inbox with at most 235 KB of scripts', async () => {
    const needed = [...withImports(manifest, 'index.html')].map((name) => manifest[name]?.file ?? '');
    expect(await sumKb(needed)).toBeLessThanOrEqual(235);
  });

  it('opens the inbox with at most 16 KB of styles', async () => {
    const styles = [...withImports(manifest, 'index.html')].flatMap((name) => manifest[name]?.css ?? []);
    expect(styles).not.toEqual([]);
    expect(await sumKb(styles)).toBeLessThanOrEqual(16);
  });

  it('fetches at most 120 KB more for anything else', async () => {
    const atStart = withImports(manifest, 'index.html');
    for (const name of Object.keys(manifest).filter((each) => manifest[each]?.file.endsWith('.js'))) {
      const more = [...withImports(manifest, name)].filter((each) => !atStart.has(each));
      expect(await sumKb(more.map((each) => manifest[each]?.file ?? '')), name).toBeLessThanOrEqual(120);
    }
  });

  it('keeps the schema library out of the browser', async () => {
    const scripts = Object.values(manifest)
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(scripts.map((file) => readFile(join(folder, file), 'utf8')));
    expect(texts.some((text) => text.includes('ZodError'))).toBe(false);
  });
});
