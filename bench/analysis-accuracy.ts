import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import type { Analysis } from '#domain/analysis/analyser.ts';
import { type Label, labelledMessages, labelledSentences } from '#test/support/labelled-messages.ts';
import { type Measure, type Part, print, table } from './support/report.ts';

/**
 * How often the embedded engine is right, on messages that we wrote and own. Run: node bench/analysis-accuracy.ts
 * A guide, not a measurement: the sets are small, and who wrote the rules wrote the messages.
 */

type Judged = { readonly label: Label; readonly said: Label; readonly sureness: number };

const labels: readonly Label[] = ['POSITIVE', 'NEGATIVE', 'NEUTRAL'];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const share = <T>(all: readonly T[], right: (each: T) => boolean): number =>
  all.length === 0 ? 0 : all.filter(right).length / all.length;

async function judgeSentiment(): Promise<Judged[]> {
  const analyse = createEmbeddedAnalyser();
  const answers = labels.flatMap((label) =>
    labelledMessages[label].map(async (text) => {
      // The conversation's language is known, as it is from the second message on.
      const { scores } = await analyse(text, { language: 'en', firstMessage: false });
      return { label, ...bestOfThree(scores) };
    }),
  );
  return Promise.all(answers);
}

/** The set has three classes: of an answer MIXED, the strongest of the other three counts. */
function bestOfThree(scores: Analysis['scores']): { said: Label; sureness: number } {
  const of: Record<Label, number> = { POSITIVE: scores.positive, NEGATIVE: scores.negative, NEUTRAL: scores.neutral };
  const said = labels.reduce((top, each) => (of[each] > of[top] ? each : top));
  return { said, sureness: of[said] / (1 - scores.mixed) };
}

type Found = { readonly measures: readonly Measure[]; readonly lines: readonly string[] };

const told = (name: string, value: number, reference: string): Measure => ({
  name,
  figure: percent(value),
  target: '',
  met: undefined,
  reference,
});

function sentimentOf(all: readonly Judged[]): Found {
  const f1s: number[] = [];
  const rows = labels.map((label) => {
    const precision = share(all.filter(saying(label)), being(label));
    const recall = share(all.filter(being(label)), saying(label));
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    f1s.push(f1);
    return [label, String(all.filter(being(label)).length), ...[precision, recall, f1].map(percent)];
  });
  const macro = f1s.reduce((sum, each) => sum + each, 0) / f1s.length;
  const flips = share(all, ({ label, said }) => label !== said && label !== 'NEUTRAL' && said !== 'NEUTRAL');
  return {
    measures: [told('sentiment, embedded engine, English: right', share(all, right), 'a guess 33.3 %')],
    lines: [
      `Sentiment, English: ${all.length} messages, macro-F1 ${percent(macro)}, taken for the opposite ${percent(flips)}, calibration error in 5 bins ${percent(calibrationError(all))}.`,
      '',
      ...table(['class', 'messages', 'precision', 'recall', 'F1'], rows),
    ],
  };
}

const right = ({ label, said }: Judged): boolean => label === said;
const being = (wanted: Label) => (each: Judged) => each.label === wanted;
const saying = (wanted: Label) => (each: Judged) => each.said === wanted;

/** Expected calibration error: how far the stated probability is from the share that is right, weighted by bin. */
function calibrationError(all: readonly Judged[]): number {
  const bins = Object.values(Object.groupBy(all, ({ sureness }) => Math.min(4, Math.floor(sureness * 5))));
  return bins.reduce((sum, bin = []) => {
    const stated = bin.reduce((total, { sureness }) => total + sureness, 0) / bin.length;
    return sum + (Math.abs(stated - share(bin, right)) * bin.length) / all.length;
  }, 0);
}

async function languages(): Promise<Found> {
  const detect = createLanguageDetector();
  const answers = await Promise.all(
    Object.entries(labelledSentences).flatMap(([language, sentences]) =>
      sentences.map(async (text) => ({ language, text, guess: await detect(text, { firstMessage: true }) })),
    ),
  );
  const correct = ({ language, guess }: (typeof answers)[number]) => guess.language === language;
  const sure = answers.filter(({ guess }) => guess.sure);
  const wrong = answers.filter((each) => !correct(each)).map(({ language, guess }) => `${language}→${guess.language}`);
  return {
    measures: [told('language, embedded engine, 16 languages: right', share(answers, correct), 'a guess 6.3 %')],
    lines: [
      `Language: ${answers.length} short sentences. Sure of ${percent(sure.length / answers.length)}, and right in ${percent(share(sure, correct))} of these. Wrong: ${wrong.join(' ') || 'none'}.`,
    ],
  };
}

/** How often the embedded engine is right, as a section of the measures. */
export async function accuracyPart(): Promise<Part> {
  const found = [sentimentOf(await judgeSentiment()), await languages()];
  return {
    title: 'Analysis',
    measures: found.flatMap(({ measures }) => measures),
    details: [
      'On messages that we wrote and labelled ourselves and that no rule was fitted to: a guide, not a measurement.',
      ...found.flatMap(({ lines }) => ['', ...lines]),
    ],
  };
}

if (import.meta.main) print(await accuracyPart());
