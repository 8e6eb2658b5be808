import { steps } from '../steps.ts';

/** Runs one step in a process of its own, so that none leaves anything behind for the next, and hands over what it found. */

const step = steps[process.argv[2] ?? ''];
if (!step || !process.send) throw new Error('this is run by bench/all.ts, with the name of a step');
const outcome = await step();
process.send(outcome, () => process.exit());
