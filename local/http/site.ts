import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { contentSecurityPolicy } from '#lib/content-security-policy.ts';
import { sendJson } from './http-event.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const consoleFolder = folder('../../dist/console');
const simulatorFolder = folder('../simulator');
const chatFolder = folder('../../web/chat');

/** The headers of the deployed console: see lib/constructs/console-site.ts. */
const headersFor = (allowed: Pick<SiteOptions, 'connectsTo' | 'files'>): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(allowed),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
});

export type SiteOptions = {
  /** What the console talks to beside its own origin. */
  readonly connectsTo: readonly string[];
  /** Origin of the files of messages. */
  readonly files: string;
  /** What the console reads from config.json. */
  readonly config: Readonly<Record<string, string>>;
};

export type Site = { serve(path: string, response: ServerResponse): void };

/** The console and the simulator. Addresses without a file extension are the console's own: they all get its one page. */
export function createSite({ config, ...allowed }: SiteOptions): Site {
  const headers = headersFor(allowed);
  return {
    serve(path, response) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (path === '/config.json') return sendJson(response, 200, config);
      if (path === '/chat/page.js') return sendChatScript(response);
      sendFile(path, response);
    },
  };
}

function sendFile(path: string, response: ServerResponse): void {
  const file = fileFor(path);
  if (file === undefined) {
    sendJson(response, 404, { message: 'Not Found' });
    return;
  }
  response.setHeader('cache-control', path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

/** The script of the plain chat page, made from its sources each time: it takes milliseconds. */
function sendChatScript(response: ServerResponse): void {
  const { outputFiles } = buildSync({
    entryPoints: [join(chatFolder, 'page.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2023',
    write: false,
  });
  response.writeHead(200, { 'content-type': types['.js'], 'cache-control': 'no-cache' });
  response.end(outputFiles[0]?.contents);
}

function fileFor(path: string): string | undefined {
  if (path === '/simulator') return join(simulatorFolder, 'index.html');
  if (path.startsWith('/simulator/')) return existing(simulatorFolder, path.slice('/simulator'.length));
  if (path === '/chat') return join(chatFolder, 'index.html');
  if (path === '/chat/page.css') return join(chatFolder, 'page.css');
  return existing(consoleFolder, extname(path) === '' ? '/index.html' : path);
}

function existing(root: string, path: string): string | undefined {
  const file = join(root, path);
  const isInside = file.startsWith(root + sep);
  return isInside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}
