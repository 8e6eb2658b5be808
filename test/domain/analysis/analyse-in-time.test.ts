import { describe, expect, it } from 'vitest';
import { type AnalysisMode, analyseInTime } from '#domain/analysis/analyse-in-time.ts';
import type { Analyser, Analysis } from '#domain/analysis/analyser.ts';

const anAnalysis = (overrides: Partial<Analysis> = {}): Analysis => ({
  language: 'en',
  sentiment: 'NEUTRAL',
  scores: { positive: 0.2, negative: 0.2, neutral: 0.55, mixed: 0.05 },
  engine: 'embedded',
  reason: 'embedded engine used',
  urgent: false,
  ...overrides,
});
const unsure = anAnalysis({ scores: { positive: 0.3, negative: 0.3, neutral: 0.35, mixed: 0.05 } });
const fromComprehend = anAnalysis({ engine: 'comprehend', sentiment: 'NEGATIVE', reason: 'Comprehend read it' });

const says =
  (analysis: Analysis): Analyser =>
  async () =>
    analysis;
const failsWith =
  (error: unknown): Analyser =>
  async () => {
    throw error;
  };
const neverAnswers: Analyser = () => new Promise(() => undefined);

const needs = (mode: AnalysisMode, engines: { embedded?: Analyser; comprehend?: Analyser } = {}) => ({
  mode,
  embedded: says(anAnalysis()),
  comprehend: says(fromComprehend),
  timeLimitMs: 20,
  ...engines,
});

const question = 'Where can I find my invoice?';
const later = { language: 'en', firstMessage: false };
const first = { language: 'en', firstMessage: true };

describe('analysing a text without words', () => {
  it.each(['', '  \n\t '])('asks no engine for %j', async (text) => {
    const mute = failsWith(new Error('was asked'));
    const analysis = await analyseInTime(needs('hybrid', { embedded: mute, comprehend: mute }), text, first);
    expect(analysis).toMatchObject({ sentiment: 'NEUTRAL', language: 'en', reason: 'no text', urgent: false });
  });

  it('does not know the language when nothing hints at it', async () => {
    expect(await analyseInTime(needs('embedded'), '', { firstMessage: true })).toMatchObject({ language: 'und' });
  });
});

describe('choosing the engine', () => {
  it('uses the embedded engine alone when told so', async () => {
    expect(await analyseInTime(needs('embedded'), question, first)).toEqual(anAnalysis());
  });

  it('uses Comprehend when told so', async () => {
    expect(await analyseInTime(needs('comprehend'), question, later)).toEqual(fromComprehend);
  });

  it('keeps to the embedded engine in hybrid mode when that is sure and little is at stake', async () => {
    expect(await analyseInTime(needs('hybrid'), question, later)).toEqual(anAnalysis());
  });

  it.each([
    { why: 'complaint words', text: 'I want my refund', hints: later, answer: anAnalysis() },
    { why: 'embedded engine unsure', text: question, hints: later, answer: unsure },
    { why: 'embedded engine unsure', text: question, hints: later, answer: anAnalysis({ language: 'und' }) },
  ])('asks Comprehend in hybrid mode and says why: $why', async ({ why, text, hints, answer }) => {
    const analysis = await analyseInTime(needs('hybrid', { embedded: says(answer) }), text, hints);
    expect(analysis).toEqual({ ...fromComprehend, reason: `${why}; Comprehend read it` });
  });

  it('does not pay for what the embedded engine is sure of, first message or not', async () => {
    expect(await analyseInTime(needs('hybrid'), question, first)).toEqual(anAnalysis());
  });

  it('does not pay Comprehend for a text too short to tell its language', async () => {
    const unreadable = anAnalysis({ language: 'und' });
    expect(await analyseInTime(needs('hybrid', { embedded: says(unreadable) }), 'ok', first)).toEqual(unreadable);
  });

  it('says so when Comprehend is wanted and not configured', async () => {
    const { comprehend: _, ...without } = needs('comprehend');
    const analysis = await analyseInTime(without, question, later);
    expect(analysis.reason).toBe('Comprehend is not configured; embedded engine used');
  });
});

describe('when an engine fails', () => {
  it.each(['comprehend', 'hybrid'] as const)(
    'waits no longer than the time limit for Comprehend in %s mode',
    async (mode) => {
      const analysis = await analyseInTime(needs(mode, { comprehend: neverAnswers }), 'I want my refund', first);
      expect(analysis.engine).toBe('embedded');
      expect(analysis.reason).toMatch(/Comprehend did not answer within 20 ms; embedded engine used$/);
    },
  );

  it('tells Comprehend to stop when the time is up', async () => {
    let given: AbortSignal | undefined;
    const comprehend: Analyser = (_text, _hints, signal) => {
      given = signal;
      return new Promise(() => undefined);
    };
    await analyseInTime(needs('comprehend', { comprehend }), question, first);
    expect(given?.aborted).toBe(true);
  });

  it('takes the embedded answer and names the failure without its message', async () => {
    const throttled = Object.assign(new Error('rate exceeded for: my secret'), { name: 'ThrottlingException' });
    const analysis = await analyseInTime(needs('comprehend', { comprehend: failsWith(throttled) }), question, later);
    expect(analysis).toEqual({ ...anAnalysis(), reason: 'Comprehend is throttling; embedded engine used' });
  });

  it('asks Comprehend in hybrid mode when the embedded engine fails', async () => {
    const analysis = await analyseInTime(needs('hybrid', { embedded: failsWith(new Error()) }), question, later);
    expect(analysis).toMatchObject({ engine: 'comprehend', sentiment: 'NEGATIVE' });
  });

  it.each(['comprehend', 'embedded', 'hybrid'] as const)(
    'knows nothing, yet answers, when all fail in %s mode',
    async (mode) => {
      const broken = failsWith(new Error('no memory'));
      const analysis = await analyseInTime(needs(mode, { embedded: broken, comprehend: broken }), 'Urgent: no power', {
        firstMessage: true,
      });
      expect(analysis).toMatchObject({ language: 'und', sentiment: 'NEUTRAL', urgent: true });
      expect(analysis.reason).toContain('embedded engine failed: nothing is known of this text');
    },
  );
});
