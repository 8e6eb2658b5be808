import type { Run } from '../schedule.ts';
import { tableImage } from '../world/table-image.ts';
import { assignment } from './assignment.ts';
import { defects } from './defects.ts';
import { escalation } from './escalation.ts';
import { everythingKept } from './everything-kept.ts';
import { history } from './history.ts';
import type { Invariant } from './invariant.ts';
import { ledger } from './ledger.ts';
import { replies } from './replies.ts';

const invariants: readonly Invariant[] = [
  everythingKept,
  ledger,
  replies,
  history,
  assignment,
  escalation,
  defects,
  ({ consoles }) => consoles.problems(),
];

/** Everything that is wrong at the end of a schedule; nothing when it holds. */
export function problemsOf(run: Run): readonly string[] {
  if (run.stuck !== undefined) return [run.stuck];
  const image = tableImage(run.world.dynamo);
  return invariants.flatMap((invariant) => invariant(run, image));
}
