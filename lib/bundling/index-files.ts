import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PluginBuild } from 'esbuild';

type Resolve = PluginBuild['resolve'];
/** The file that defines a name, and what it is called there. */
type Origin = { readonly name: string; readonly path: string };

const importOfPackage = /^import \{([^}]+)\} from "(@(?:aws-sdk|smithy)\/[^"]+)";$/gm;
const exportFrom = /^export \{([^}]+)\} from "([^"]+)";$/gm;
const isIndex = (path: string): boolean => /[\\/]index\.js$/.test(path);

/** "A, B as C" as pairs of what it is called there and here. */
const namesIn = (list: string): readonly (readonly [there: string, here: string])[] =>
  [...list.matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g)].map(([, there = '', here = there]) => [there, here]);

/**
 * Imports from the files that define a name in place of an index file. esbuild gives a chunk all that an index file leads
 * to as soon as any other chunk uses it: a function would start with the XML of S3 that only its first file needs,
 * 10 kB gzip.
 */
export function pastIndexFiles(resolve: Resolve): (text: string, path: string) => Promise<string> {
  const known = new Map<string, Promise<ReadonlyMap<string, Origin>>>();
  const found = async (specifier: string, from: string): Promise<string> =>
    (await resolve(specifier, { resolveDir: dirname(from), kind: 'import-statement' })).path;

  async function read(index: string): Promise<ReadonlyMap<string, Origin>> {
    const origins = new Map<string, Origin>();
    for (const [, list = '', specifier = ''] of (await readFile(index, 'utf8')).matchAll(exportFrom)) {
      const path = await found(specifier, index);
      for (const [name, here] of namesIn(list)) origins.set(here, await originOf({ name, path }));
    }
    return origins;
  }

  /** Index files may hand on what other index files do. */
  async function originOf(named: Origin): Promise<Origin> {
    if (!isIndex(named.path)) return named;
    const origins = known.get(named.path) ?? read(named.path);
    known.set(named.path, origins);
    return (await origins).get(named.name) ?? named;
  }

  return async (text, importer) => {
    let direct = text;
    for (const [whole, list = '', specifier = ''] of text.matchAll(importOfPackage)) {
      const index = await found(specifier, importer);
      const statements = namesIn(list).map(async ([there, here]) => {
        const { name, path } = await originOf({ name: there, path: index });
        return `import { ${name} as ${here} } from ${JSON.stringify(path)};`;
      });
      const joined = (await Promise.all(statements)).join('\n');
      direct = direct.replace(whole, () => joined);
    }
    return direct;
  };
}
