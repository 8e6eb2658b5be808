import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const known = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * Takes Node's own modules by `process.getBuiltinModule` in place of `import`. An import of `node:http` copies each of its
 * exports, `WebSocket` too, and so loads all of undici: 16 ms CPU for whoever talks plain HTTP, as to the emulators.
 */
export const nodeModules: Plugin = {
  name: 'node-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
      kind !== 'require-call' && known.has(path)
        ? { path: path.replace(/^node:/, ''), namespace: 'node-module' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
    }));
  },
};
