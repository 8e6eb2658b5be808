import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { options } from '#lib/bundling/bundle-function.ts';
import { noJsonSchema } from '#lib/bundling/no-json-schema.ts';

describe('a function that is bundled without JSON Schema', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'parley-json-schema-'));
  const plugins = [...options.plugins, noJsonSchema];
  beforeAll(() => () => rmSync(outdir, { recursive: true }));

  const bundled = async (source: string): Promise<Record<string, unknown>> => {
    const stdin = { contents: source, resolveDir: options.absWorkingDir, loader: 'ts' } as const;
    await build({ ...options, plugins, stdin, outdir, entryNames: `${source.length}` });
    return import(join(outdir, `${source.length}.mjs`));
  };

  it('parses as ever', async () => {
    const { parsed } = await bundled(`import * as z from 'zod';
      const $form = z.strictObject({ mail: z.email(), kind: z.enum(['a', 'b']), many: z.array(z.url()).optional() });
      export const parsed = [$form.safeParse({ mail: 'a@b.example', kind: 'a' }).success, $form.safeParse({ kind: 'c' }).error.issues.length];`);
    expect(parsed).toStrictEqual([true, 2]);
  });

  it('fails loudly when it makes some', async () => {
    const { make } = await bundled(`import * as z from 'zod'; export const make = () => z.toJSONSchema(z.string());`);
    expect(make).toThrow('left out of the bundle');
  });

  it('is not bundled when its sources make some', async () => {
    const entryPoints = { index: 'functions/connections-api/handler.ts' };
    await expect(build({ ...options, plugins, entryPoints, outdir, logLevel: 'silent' })).rejects.toThrow(
      'connections.ts makes JSON Schema',
    );
  });
});
