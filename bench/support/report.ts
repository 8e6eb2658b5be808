/** One figure that the product is held to, as it is printed and written down. */
export type Measure = {
  readonly name: string;
  readonly figure: string;
  readonly target: string;
  /** Undefined where there is nothing to hold the figure to. */
  readonly met: boolean | undefined;
  readonly reference: string;
};

/** What a part of the bench found out: its measures, and the lines that explain them. */
export type Part = {
  readonly title: string;
  readonly measures: readonly Measure[];
  readonly details: readonly string[];
};

/** A measure whose figure must not exceed its target. */
export function atMost(
  name: string,
  { figure, target, unit, reference }: { figure: number; target: number; unit: string; reference: string },
): Measure {
  const text = (value: number): string => (unit === '$' ? `$${rounded(value)}` : `${rounded(value)} ${unit}`.trim());
  return { name, figure: text(figure), target: `≤ ${text(target)}`, met: figure <= target, reference };
}

/** Three digits are more than a measurement says. */
export function rounded(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

const verdict = ({ met }: Measure): string => (met === undefined ? '' : met ? 'met' : 'missed');

/** A Markdown table, readable as it is in a terminal too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}

/** The table of all measures. */
export const measuresTable = (measures: readonly Measure[]): readonly string[] =>
  table(
    ['measure', 'figure', 'target', '', 'reference'],
    measures.map((each) => [each.name, each.figure, each.target, verdict(each), each.reference]),
  );

/** Prints a part that runs alone. */
export function print({ title, measures, details }: Part): void {
  const held = measures.length === 0 ? [] : [...measuresTable(measures), ''];
  console.log([`## ${title}`, '', ...held, ...details].join('\n'));
}
