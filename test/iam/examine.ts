import { production, Synthesised } from '#test/lib/synthesised.ts';
import type { Ask } from './asks/ask.ts';
import { asksOf } from './asks/asks.ts';
import { deployedBy } from './deployed/roles.ts';
import { acknowledgementOf, exercisedByServices } from './exercised-by-services.ts';
import { travelled } from './journeys/all.ts';
import { type Denial, judge, type Use } from './judge.ts';

export type Examination = {
  readonly asks: readonly Ask[];
  readonly uses: readonly Use[];
  /** What a function asked for and may not, in words. */
  readonly missing: readonly string[];
  /** What it may and never asked for, in words. */
  readonly unused: readonly string[];
  /** Acknowledgements that cover no right that is unused. */
  readonly superfluous: readonly string[];
};

/** The domain by which the local system sends mail. */
const stage = { ...production, mail: { domain: 'parley.example', recipients: ['parley.example'] } };

const inWords = ({ ask, why }: Denial): string =>
  `${ask.role} asks for ${ask.action} on ${ask.resource}, in ${ask.call}, and is not allowed (${why}): allow ${ask.action} there`;

const idle = ({ calls }: Use): boolean => calls.length === 0;

const unusedInWords = ({ right: { role, action, resource } }: Use): string =>
  `unused: ${role} may ${action} on ${resource} and never did`;

/** Has everything done and compares what was asked with what the template of production allows. */
export async function examine(say: (line: string) => void): Promise<Examination> {
  const deployed = deployedBy(new Synthesised(stage));
  const lines = await travelled(say);
  const asks = asksOf(lines, deployed);
  say(`${lines.length} lines, ${asks.length} different questions to IAM`);
  const { uses, denials } = judge(deployed.roles, asks);
  const unused = uses.filter(idle);
  const covered = new Set(unused.map(({ right }) => acknowledgementOf(right)));
  return {
    asks,
    uses,
    missing: [...new Set(denials.map(inWords))],
    unused: unused.filter(({ right }) => acknowledgementOf(right) === undefined).map(unusedInWords),
    superfluous: exercisedByServices.filter((each) => !covered.has(each)).map(({ reason }) => reason),
  };
}
