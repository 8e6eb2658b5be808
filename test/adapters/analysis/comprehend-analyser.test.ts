import { DetectSentimentCommand, type LanguageCode } from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createComprehendAnalyser } from '#adapters/comprehend/comprehend-analyser.ts';
import { createComprehendClient } from '#adapters/comprehend/comprehend-client.ts';
import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import { analyseInTime } from '#domain/analysis/analyse-in-time.ts';
import type { LanguageDetector } from '#domain/analysis/language.ts';
import { type LocalComprehend, startComprehend } from '#local/emulators/comprehend.ts';

let comprehend: LocalComprehend;
let before: ReturnType<LocalComprehend['calls']>;

beforeAll(async () => {
  comprehend = await startComprehend();
});
beforeEach(() => {
  comprehend.setFault('none');
  before = comprehend.calls();
});
afterAll(() => comprehend.stop());

const embedded = createEmbeddedAnalyser();
const hints = { firstMessage: true };
const unsureDetector: LanguageDetector = async () => ({ language: 'und', sure: false });

const aClient = () =>
  createComprehendClient({
    region: 'eu-central-1',
    endpoint: comprehend.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
const anAnalyser = (embeddedLanguage = createLanguageDetector()) =>
  createComprehendAnalyser({ client: aClient(), embedded, embeddedLanguage });

const made = () => {
  const now = comprehend.calls();
  return {
    sentiment: now.DetectSentiment - before.DetectSentiment,
    language: now.DetectDominantLanguage - before.DetectDominantLanguage,
    units: now.billedUnits - before.billedUnits,
  };
};

const complaint = 'This is unacceptable, the kettle arrived broken and I need it today.';

describe('analysing with Comprehend', () => {
  it('pays for the sentiment alone where our own engine is sure of the language', async () => {
    expect(await anAnalyser()(complaint, hints)).toMatchObject({
      language: 'en',
      sentiment: 'NEGATIVE',
      engine: 'comprehend',
      urgent: true,
    });
    expect(made()).toEqual({ sentiment: 1, language: 0, units: 3 });
  });

  it('asks Comprehend for the language where our own engine is not sure', async () => {
    const analysis = await anAnalyser(unsureDetector)(complaint, hints);
    expect(analysis).toMatchObject({ language: 'en', engine: 'comprehend' });
    expect(analysis.reason).toContain('language by Comprehend');
    expect(made()).toEqual({ sentiment: 1, language: 1, units: 6 });
  });

  it('asks nothing about a text too short to tell', async () => {
    const analysis = await anAnalyser(unsureDetector)('ok', hints);
    expect(analysis).toMatchObject({ language: 'und', engine: 'embedded' });
    expect(analysis.reason).toMatch(/^the language is not known; embedded engine used/);
    expect(made()).toEqual({ sentiment: 0, language: 0, units: 0 });
  });

  it('leaves languages that Comprehend has no sentiment for to the embedded engine and says so', async () => {
    const analysis = await anAnalyser()('Het pakket is niet aangekomen en niemand neemt de telefoon op.', hints);
    expect(analysis).toMatchObject({ language: 'nl', engine: 'embedded' });
    expect(analysis.reason).toMatch(/^Comprehend knows no sentiment in nl; embedded engine used/);
    expect(made().sentiment).toBe(0);
  });

  it('sends the first 300 characters only', async () => {
    const analysis = await anAnalyser()(`${complaint} `.repeat(40), hints);
    expect(analysis.reason).toContain('the first 275 characters');
    expect(made().units).toBe(3);
  });

  it('sends text that holds half an emoji', async () => {
    expect(await anAnalyser()(`${complaint} \ud83d`, hints)).toMatchObject({ engine: 'comprehend' });
  });

  it.each([
    ['pt-BR', 'pt-BR', 'Rápido'],
    ['zh-Hant-HK', 'zh-Hant-HK', '退貨'],
  ])('speaks of %s in the code that Comprehend knows', async (language, expected, text) => {
    const given: LanguageDetector = async () => ({ language, sure: true });
    expect(await anAnalyser(given)(text, hints)).toMatchObject({ language: expected, engine: 'comprehend' });
  });
});

describe('when Comprehend is in trouble', () => {
  const analyseWithin = (timeLimitMs: number) =>
    analyseInTime({ mode: 'comprehend', embedded, comprehend: anAnalyser(), timeLimitMs }, complaint, hints);

  it.each([
    ['throttle', 'Comprehend is throttling; embedded engine used'],
    ['error', 'Comprehend had an internal error; embedded engine used'],
    ['reset', 'the connection to Comprehend failed; embedded engine used'],
  ] as const)('the embedded engine answers: %s', async (fault, reason) => {
    comprehend.setFault(fault);
    const analysis = await analyseWithin(20_000);
    expect(analysis).toMatchObject({ language: 'en', sentiment: 'NEGATIVE', engine: 'embedded', urgent: true });
    expect(analysis.reason).toContain(reason);
    expect(made()).toEqual({ sentiment: 2, language: 0, units: 0 });
  });

  it('the embedded engine answers once the time limit is over', async () => {
    comprehend.setFault('hang');
    const analysis = await analyseWithin(150);
    expect(analysis).toMatchObject({ sentiment: 'NEGATIVE', engine: 'embedded' });
    expect(analysis.reason).toContain('Comprehend did not answer within 150 ms; embedded engine used');
  });
});

describe('the local stand-in for Comprehend', () => {
  const detect = (Text: string, LanguageCode: string) =>
    // The stand-in has to see what the client's own types would not let through.
    aClient().send(new DetectSentimentCommand({ Text, LanguageCode: LanguageCode as LanguageCode }));

  it('bills every started 100 characters, three at least', async () => {
    await detect('Fine', 'en');
    await detect('😀'.repeat(301), 'en');
    expect(made().units).toBe(3 + 4);
  });

  it.each([
    ['TextSizeLimitExceededException', 'é'.repeat(2501), 'en'],
    ['UnsupportedLanguageException', 'Waar blijft mijn pakket?', 'nl'],
    ['InvalidRequestException', '', 'en'],
  ])('refuses as the service does: %s', async (name, text, language) => {
    await expect(detect(text, language)).rejects.toMatchObject({ name });
    expect(made().units).toBe(0);
  });
});
