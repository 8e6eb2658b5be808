/** The figures that the README quotes: generated, so that they cannot drift from docs/measures.md. */

const begin = '<!-- measures -->';
const end = '<!-- /measures -->';

/** Figures of the page's first table by the name of the measure. */
export const figuresIn = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page
      .split('\n')
      .filter((line) => /^\| .* \| .* \| .*(met|missed)? +\| .* \|$/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .flatMap(([, name, figure]) => (name && figure ? [[name, figure] as const] : [])),
  );

/** What a buyer asks first: a figure's measure, and what it is in a sentence. */
const quoted = [
  [
    'cost per million inbound messages, Comprehend and Step Functions on',
    (figure: string) => `${figure} per million messages in`,
  ],
  ['cost per million inbound messages, lean', (figure: string) => `${figure} without Comprehend`],
  ['idle cost per month, without free tiers', (figure: string) => `${figure} in a month in which nobody writes`],
  ['inbox page, 50 of 10,000: gzip', (figure: string) => `an inbox page of 50 out of 10,000 in ${figure}`],
  [
    'local: webhook acknowledged, p99 (noisy)',
    (figure: string) => `a webhook acknowledged in ${figure} (p99, locally)`,
  ],
  ['local: on an agent’s screen, p99 (noisy)', (figure: string) => `on an agent’s screen in ${figure} (p99, locally)`],
  ['exactly once: schedules that hold', (figure: string) => `exactly once in ${figure} schedules of faults`],
] as const;

/** The paragraph that quotes them. */
export function measuresLine(figures: ReadonlyMap<string, string>): string {
  const said = quoted.flatMap(([name, say]) => {
    const figure = figures.get(name);
    return figure === undefined ? [] : [say(figure)];
  });
  return `Measured, targets missed included: ${said.join('; ')} ([all measures](docs/measures.md), [what it costs](docs/cost.md)).`;
}

/** The README with the paragraph between its marks. */
export function withMeasures(readme: string, figures: ReadonlyMap<string, string>): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the README has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n${measuresLine(figures)}\n${readme.slice(to)}`;
}
