import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import { keysOf } from '#lib/keys-of.ts';
import { parleyApp } from '#lib/parley-app.ts';
import { stages } from '#lib/stage.ts';

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/** What `cdk deploy` would upload for production. */
export type Assembly = {
  readonly template: Template;
  /** Folders of the functions' code, bundled as they are deployed. */
  readonly codeOf: Readonly<Record<FunctionName, string>>;
  remove(): void;
};

/** Synthesises the production stage with its functions bundled, into a temporary folder. */
export function synthesise(): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const assembly = parleyApp({ outdir: folder, stages: [stages.production] }).synth();
  const [stack] = assembly.stacks;
  if (!stack) throw new Error('the app has no stack');
  const template: Template = stack.template;
  const codeOf = Object.fromEntries(
    keysOf(catalogue).map((name) => [name, join(folder, `asset.${assetOf(template, name)}`)]),
  ) as Record<FunctionName, string>;
  return { template, codeOf, remove: () => rmSync(folder, { recursive: true }) };
}

function assetOf(template: Template, name: FunctionName): string {
  const [, found] =
    Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(`ParleyFunction${name}`),
    ) ?? [];
  const { S3Key } = (found?.Properties?.Code ?? {}) as { readonly S3Key?: string };
  if (!S3Key) throw new Error(`the template has no code for function ${name}`);
  return S3Key.replace(/\.zip$/, '');
}

export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

/** Bytes of files, each as gzip makes it: what is uploaded, within a few bytes of the zip. */
export const gzipBytesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
