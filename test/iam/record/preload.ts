/** Loaded before the local system (`node --import`): writes down what each function asks of AWS, without the system knowing. */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#functions/catalogue.ts';
import { watchRequests } from './requests.ts';

const inner = '?recorded';
const functionsFolder = fileURLToPath(new URL('../../../functions/', import.meta.url));
const nameOf = new Map<string, string>(Object.entries(catalogue).map(([name, { entry }]) => [entry, name]));

/** The function that this module holds. */
function functionAt(url: string): string | undefined {
  if (!url.startsWith('file:') || !url.endsWith('/handler.ts')) return undefined;
  const file = fileURLToPath(url);
  return file.startsWith(functionsFolder)
    ? nameOf.get(file.slice(functionsFolder.length, -'/handler.ts'.length))
    : undefined;
}

const wrapping = (url: string, name: string): string => `
  import { create as made } from ${JSON.stringify(url + inner)};
  import { recorded } from ${JSON.stringify(import.meta.resolve('./functions.ts'))};
  export * from ${JSON.stringify(url + inner)};
  export const create = recorded(${JSON.stringify(name)}, made);`;

const presigners = new Set(['@aws-sdk/s3-presigned-post', '@aws-sdk/s3-request-presigner']);
const signing = import.meta.resolve('./signing.ts');

registerHooks({
  resolve: (specifier, context, next) =>
    presigners.has(specifier) && context.parentURL !== signing
      ? { url: signing, shortCircuit: true }
      : next(specifier, context),
  load(url, context, next) {
    const name = functionAt(url);
    return name === undefined
      ? next(url, context)
      : { format: 'module', source: wrapping(url, name), shortCircuit: true };
  },
});
watchRequests();
