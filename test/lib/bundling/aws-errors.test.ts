import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { options } from '#lib/bundling/bundle-function.ts';
import { refusedByAws } from './refused-by-aws.ts';

/** The clients are bundled without the classes of most errors: what our code looks at has to be there all the same. */
describe('an error of AWS in a bundled function', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'parley-errors-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('has the name, status and contents that it has without bundling', async () => {
    await build({ ...options, entryPoints: { index: 'test/lib/bundling/refused-by-aws.ts' }, outdir });
    const bundled: { readonly refusedByAws: typeof refusedByAws } = await import(join(outdir, 'index.mjs'));

    const errors = await bundled.refusedByAws();

    expect(errors).toStrictEqual(await refusedByAws());
    expect(errors.map((error) => (error as Error).name)).toStrictEqual([
      'ParameterNotFound',
      'ConditionalCheckFailedException',
      'TransactionCanceledException',
      'SyntaxError',
      'QueueDoesNotExist',
      'NoSuchKey',
      'MessageRejected',
      'GoneException',
      'ConflictException',
      'ThrottledRequestException',
      'ConflictException',
    ]);
    expect(errors[2]).toMatchObject({ codes: ['None', 'ConditionalCheckFailed'] });
  });
});
