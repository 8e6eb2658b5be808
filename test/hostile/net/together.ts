import type { Hostile, Verdict } from '../contract.ts';

/** One input of many: what is wrong with its outcome, if anything. */
async function missOf({ name, expects, because, run }: Hostile): Promise<string | undefined> {
  const { outcome, reason } = await run();
  const isRight = outcome === expects && (because?.test(reason) ?? true);
  return isRight ? undefined : `${name}: ${outcome}, ${reason}`;
}

async function runAll(cases: readonly Hostile[], expects: Verdict['outcome']): Promise<Verdict> {
  const misses: string[] = [];
  for (const one of cases) {
    const miss = await missOf(one).catch((error: unknown) => `${one.name}: ${error}`);
    if (miss !== undefined) misses.push(miss);
  }
  if (misses.length > 0) throw new Error(`${misses.length} of ${cases.length}: ${misses.slice(0, 5).join('; ')}`);
  return { outcome: expects, reason: `all ${cases.length} inputs ${expects}` };
}

/** Many inputs of one kind and one expected outcome as one case, which names those that come to something else. */
function together(name: string, cases: readonly [Hostile, ...Hostile[]]): Hostile {
  const [{ group, expects }] = cases;
  return {
    group,
    name,
    expects,
    inputs: cases.length,
    prepare: async () => {
      for (const one of cases) await one.prepare?.();
    },
    run: () => runAll(cases, expects),
    cleanUp: async () => {
      for (const one of cases) await one.cleanUp?.();
    },
  };
}

/** One case for each kind of input and each expected outcome. */
export function byKind(cases: readonly Hostile[], kindOf: (hostile: Hostile) => string): readonly Hostile[] {
  const kinds = Map.groupBy(cases, (one) => `${kindOf(one)}: ${one.expects}`);
  return [...kinds].flatMap(([kind, [first, ...others]]) =>
    first ? [together(`${kind}, ${others.length + 1} inputs`, [first, ...others])] : [],
  );
}

/** What stands before the colon of a name. */
export const beforeColon = ({ name }: Hostile): string => name.split(': ')[0] ?? name;
