import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../docs/generate.ts';

describe('references made from code', () => {
  it.each(Object.keys(generated))('%s is current; `npm run docs` makes it so', (file) => {
    expect(readFileSync(file, 'utf8')).toBe(generated[file]?.());
  });
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

describe('links between pages', () => {
  it.each(pages)('%s names only files that exist', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? '');
    const missing = links.filter((link) => !existsSync(join(dirname(page), link)));
    expect(missing).toStrictEqual([]);
  });
});
