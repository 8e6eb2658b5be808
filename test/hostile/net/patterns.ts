import type { Hostile, Verdict } from '../contract.ts';
import { limits } from '../contract.ts';
import { type KnownPattern, madePatterns } from './allowed-patterns.ts';
import { attacksOn, reads } from './attack-pattern.ts';

const folders = ['domain', 'adapters', 'functions', 'web', 'local'] as const;
/** Each folder has more: CPU time is named for each of these. */
const atLeast = 10;

/** Throws every attack at one pattern; the CPU time that took. */
function attacked({ source, flags }: KnownPattern): number {
  const before = process.cpuUsage();
  const pattern = new RegExp(source, flags);
  for (const attack of attacksOn(source)) reads(pattern, attack);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function attackedAll(patterns: readonly KnownPattern[]): Verdict {
  const slow = patterns.filter((pattern) => attacked(pattern) > limits.cpuMs).map(({ place }) => place);
  if (slow.length > 0) return { outcome: 'refused', reason: `takes too long: ${slow.join(', ')}` };
  return { outcome: 'ignored', reason: `${patterns.length} patterns read 100 kB of each attack in one go` };
}

/** Every pattern of one folder, with long runs of whatever patterns repeat. */
function caseOf(folder: (typeof folders)[number]): Hostile {
  let patterns: readonly KnownPattern[] = [];
  return {
    group: 'regular expressions',
    name: `100 kB of whatever the patterns of ${folder}/ repeat`,
    expects: 'ignored',
    isLong: true,
    inputs: atLeast,
    prepare: async () => {
      // The compiler is loaded for these cases alone.
      const { findPatterns } = await import('./find-patterns.ts');
      const found = findPatterns();
      patterns = [...found, ...madePatterns(found)].flatMap((one) =>
        one.kind === 'known' && one.file.startsWith(`${folder}/`) ? [one] : [],
      );
    },
    run: async () => attackedAll(patterns),
  };
}

export const patternCases: readonly Hostile[] = folders.map(caseOf);
