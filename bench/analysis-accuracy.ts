import { createEmbeddedAnalyser } from '#adapters/embedded-analysis/embedded-analyser.ts';
import { createLanguageDetector } from '#adapters/embedded-analysis/language-detector.ts';
import type { Analysis } from '#domain/analysis/analyser.ts';
import { type Label, labelledMessages, labelledSentences } from '#test/support/labelled-messages.ts';

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

function printSentiment(all: readonly Judged[]): void {
  console.log(`Sentiment, English, embedded engine: ${all.length} messages, small and self-written; not fitted to`);
  console.log('class      messages  precision   recall       F1');
  const f1s = labels.map((label) => {
    const precision = share(all.filter(saying(label)), being(label));
    const recall = share(all.filter(being(label)), saying(label));
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    const cells = [precision, recall, f1].map((each) => percent(each).padStart(8)).join(' ');
    console.log(`${label.padEnd(10)} ${String(all.filter(being(label)).length).padStart(8)}   ${cells}`);
    return f1;
  });
  const macro = f1s.reduce((sum, each) => sum + each, 0) / f1s.length;
  const flips = share(all, ({ label, said }) => label !== said && label !== 'NEUTRAL' && said !== 'NEUTRAL');
  console.log(
    `accuracy ${percent(share(all, right))}, macro-F1 ${percent(macro)}, taken for the opposite ${percent(flips)}`,
  );
  console.log(`calibration error, 5 bins: ${percent(calibrationError(all))}\n`);
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

async function printLanguages(): Promise<void> {
  const detect = createLanguageDetector();
  const answers = await Promise.all(
    Object.entries(labelledSentences).flatMap(([language, sentences]) =>
      sentences.map(async (text) => ({ language, text, guess: await detect(text, { firstMessage: true }) })),
    ),
  );
  const correct = ({ language, guess }: (typeof answers)[number]) => guess.language === language;
  const sure = answers.filter(({ guess }) => guess.sure);
  console.log(`Language, embedded engine: ${answers.length} short sentences in 16 languages, small and self-written`);
  console.log(`right without any hint        ${percent(share(answers, correct))}`);
  console.log(`sure                          ${percent(sure.length / answers.length)}`);
  console.log(`right where sure              ${percent(share(sure, correct))}`);
  const wrong = answers.filter((each) => !correct(each)).map(({ language, guess }) => `${language}→${guess.language}`);
  console.log(`wrong                         ${wrong.join(' ') || 'none'}`);
}

printSentiment(await judgeSentiment());
await printLanguages();
