import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { pastIndexFiles } from './index-files.ts';

/** Errors that our code knows by their class, for what they hold; all others by their name. */
const kept = ['TransactionCanceledException'];

/** The statement that makes an error's class known to its client. */
const registration = /^n\d+_registry\.registerError\((\w+)\$, \w+\);$/gm;
const nameConstant = /^const (_\w+) = ("[^"\n]*");$/gm;

/**
 * A client registers the classes of all its errors, 140 in SSM, and describes every operation of its service, of which we
 * call two or three. Without the registrations errors come as the service's general exception, by the same name (those
 * of SQS by the one of its older protocol, which nobody asks for). Keys as
 * text in place of constants let esbuild see that the rest is not used. 9 to 35 kB gzip of each client.
 */
function withoutUnused(schemas: string): string {
  const names = new Map([...schemas.matchAll(nameConstant)].map(([, name, value]) => [name, value]));
  return schemas
    .replace(registration, (line, name) => (kept.includes(name) ? line : ''))
    .replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key));
}

/** What is imported when it is first needed costs the same by this, and needs no chunk. */
const builtinsAtOnce = (text: string): string =>
  text.replace(/await import\((["']node:\w+["'])\)/g, 'process.getBuiltinModule($1)');

/** Leaves out of the AWS SDK what no function of ours calls. */
export const awsSdk: Plugin = {
  name: 'aws-sdk',
  setup({ onLoad, resolve }) {
    const direct = pastIndexFiles(resolve);
    onLoad({ filter: /node_modules[\\/]@(?:aws|aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const own = /[\\/]schemas[\\/]schemas_\d+\.js$/.test(path) ? withoutUnused(text) : text;
      return { contents: await direct(builtinsAtOnce(own), path) };
    });
    // All of a package.json, for its version.
    onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
