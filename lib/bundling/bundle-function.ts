import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { awsSdk } from './aws-sdk.ts';
import { languageData } from './language-data.ts';
import { noJsonSchema } from './no-json-schema.ts';
import { nodeModules } from './node-modules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const besides = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/**
 * Everything in the bundle, the AWS SDK too: half the cold start of the SDK in the runtime. What is imported dynamically
 * lies in chunks of its own, which only the events that need it load.
 */
export const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  // What is put in the place of packages that a function never needs, each with its gain in its file.
  alias: {
    '@aws-sdk/credential-provider-node': besides('environment-credentials.ts'),
    '@aws-sdk/endpoint-cache': besides('no-endpoint-cache.ts'),
    '@smithy/core/event-streams': besides('no-event-streams.ts'),
  },
  plugins: [nodeModules, awsSdk, languageData],
  // CommonJS packages inside an ES module still call require for what Node brings along.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
} as const satisfies BuildOptions;

/** Tells administrators by JSON Schema what a provider's connections need. */
const makesJsonSchema: readonly string[] = ['connections-api'];

/** Bundles the function in a folder below functions/ into `outdir`, beginning in index.mjs; the same sources make the same files. */
export const bundleFunction = (entry: string, outdir: string) =>
  build({
    ...options,
    plugins: makesJsonSchema.includes(entry) ? options.plugins : [...options.plugins, noJsonSchema],
    entryPoints: { index: `functions/${entry}/handler.ts` },
    outdir,
  });

// CDK wants its answer at once and plugins take their time: it runs this file. node lib/bundling/bundle-function.ts <entry> <outdir>
if (import.meta.main) {
  const [entry, outdir] = process.argv.slice(2);
  if (!entry || !outdir)
    throw new Error('usage: node lib/bundling/bundle-function.ts <folder below functions/> <outdir>');
  await bundleFunction(entry, outdir);
}
