import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * zod brings along what makes JSON Schema of its schemas, with every schema: 4 kB gzip. Functions are bundled without it,
 * except those that make some; a source that asks for it all the same ends the build.
 */
export const noJsonSchema: Plugin = {
  name: 'no-json-schema',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const declared = (await readFile(path, 'utf8')).matchAll(/^export (?:const|function) (\w+)/gm);
      // Some make a method for each schema as it is made: those may be called, what they make may not.
      const exported = [...declared].map(([, name = '']) =>
        name.endsWith('Method') ? `export const ${name} = () => leftOut;` : `export { leftOut as ${name} };`,
      );
      const leftOut = `function leftOut() { throw new Error('JSON Schema is left out of the bundle; see lib/bundling'); }`;
      return { contents: [leftOut, ...exported].join('\n') };
    });
    onLoad({ filter: /[\\/](?:adapters|domain|functions)[\\/].*\.ts$/ }, async ({ path }) =>
      (await readFile(path, 'utf8')).includes('toJSONSchema(')
        ? { errors: [{ text: `${path} makes JSON Schema: name its function in lib/bundling/bundle-function.ts` }] }
        : undefined,
    );
  },
};
