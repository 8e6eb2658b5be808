import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import type { LanguageDetector } from '#domain/analysis/language.ts';
import { options } from '#lib/bundling/bundle-function.ts';

const hints = { firstMessage: true };
const texts = [
  'Hello, my parcel with the lamp was due on Monday and has not arrived.',
  'Wo bleibt meine Bestellung, sie sollte schon gestern hier sein?',
  'Où est mon colis, il devait arriver lundi dernier',
  'Waar blijft mijn bestelling, die zou gisteren komen',
  'Var är mitt paket som skulle komma igår',
  'Gdzie jest moja paczka, miała przyjść wczoraj',
  'Siparişim nerede, dün gelmesi gerekiyordu',
  'Где моя посылка, она должна была прийти вчера',
  '私の荷物はどこですか。まだ届いていません。昨日届くはずでした',
  '我的包裹在哪里，昨天就应该到了，请尽快回复我',
  'أين طلبي؟ لم يصل بعد وكان يجب أن يصل أمس',
  'kde je moje zásilka, měla přijít už včera odpoledne',
  'constructor toString __proto__ hasOwnProperty valueOf',
];

describe('the language data in a bundled function', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'parley-languages-'));
  let bundled: LanguageDetector;

  beforeAll(async () => {
    const entryPoints = { index: 'adapters/embedded-analysis/language-detector.ts' };
    await build({ ...options, entryPoints, outdir });
    bundled = (await import(join(outdir, 'index.mjs'))).createLanguageDetector();
    return () => rmSync(outdir, { recursive: true });
  });

  it.each(texts)('tells the same language as the data of the package: %s', async (text) => {
    expect(await bundled(text, hints)).toStrictEqual(await createLanguageDetector()(text, hints));
  });
});
