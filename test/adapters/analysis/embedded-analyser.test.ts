import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { $Analysis } from '#domain/analysis/analyser.ts';

const analyse = createEmbeddedAnalyser();
const english = { language: 'en', firstMessage: false };
const sentimentOf = async (text: string) => (await analyse(text, english)).sentiment;

describe('the sentiment of an English text', () => {
  it.each([
    'Thanks for nothing',
    'Thank you so much for wasting my afternoon',
    'This is unacceptable',
    'I am still waiting for my refund',
    'The kettle arrived broken',
    'It doesn’t work',
    'Your support is not helpful',
    'The parcel never arrived',
    'Charged me twice, what a joke',
    '😡😡',
  ])('is negative in "%s"', async (text) => {
    expect(await sentimentOf(text)).toBe('NEGATIVE');
  });

  it.each([
    'Not bad at all',
    "Can't complain",
    'I have never had any problems with you',
    'Without any hassle, friendly staff',
    "I can't thank you enough",
    'The issue is resolved, thank you!',
    'You guys are killing it',
    'Great service 😀',
  ])('is positive in "%s"', async (text) => {
    expect(await sentimentOf(text)).toBe('POSITIVE');
  });

  it.each([
    'Where is my order?',
    'Please help me to change my address',
    'Could you send me the invoice? Thanks',
    'Thanks in advance for your answer. Kind regards, Ann',
    'Dear team, I would like to book a table',
    'Yes please',
  ])('is neutral in the polite question "%s"', async (text) => {
    expect(await sentimentOf(text)).toBe('NEUTRAL');
  });

  it('is mixed where praise and complaint are joined by "but"', async () => {
    expect(await sentimentOf('The staff were very helpful, but the room was dirty and smelled awful')).toBe('MIXED');
  });

  it('does not find courtesy beside a complaint mixed', async () => {
    expect(await sentimentOf('Thank you for your reply, but the kettle is still not working')).toBe('NEGATIVE');
  });

  it('does not stumble over words that name a property of every object', async () => {
    const plain = await analyse('The constructor of my house is toString', english);
    expect($Analysis.parse(plain).sentiment).toBe('NEUTRAL');
    expect((await analyse('constructor name: great', english)).sentiment).toBe('POSITIVE');
  });
});

describe('what the embedded engine says of itself', () => {
  it('claims no finding outside English', async () => {
    const analysis = await analyse('Das ist eine Frechheit, ich bin sehr enttäuscht!', english);
    expect(analysis).toMatchObject({ language: 'de', sentiment: 'NEUTRAL', engine: 'embedded' });
    expect(analysis.scores.neutral).toBeLessThan(0.5);
    expect(analysis.reason).toContain('English only');
  });

  it('claims no finding in an unknown language', async () => {
    const analysis = await analyse('ok', { firstMessage: true });
    expect(analysis).toMatchObject({ language: 'und', sentiment: 'NEUTRAL' });
    expect(analysis.reason).toContain('cannot tell the language');
  });

  it('hears haste in languages whose sentiment it does not know', async () => {
    expect(await analyse('Bitte dringend um Rückruf, danke', english)).toMatchObject({ language: 'de', urgent: true });
  });

  it('answers any text with scores that sum to 1', async () => {
    const fragment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'not',
        'bad',
        'but',
        'great.',
        'thanks for nothing',
        '__proto__',
        'constructor',
        '\ud83d',
        '😡',
        '?',
        '\n',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 12 }), async (fragments) => {
        const { scores } = $Analysis.parse(await analyse(fragments.join(' '), english));
        const sum = scores.positive + scores.negative + scores.neutral + scores.mixed;
        expect(sum).toBeGreaterThan(0.99);
        expect(sum).toBeLessThan(1.01);
      }),
      { numRuns: 300 },
    );
  });
});
