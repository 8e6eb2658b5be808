import { corpus } from '../corpus.ts';
import { measure } from './measure.ts';

/** Runs the cases that it is asked for, one after another, in a process that may hang or die of one. */
const cases = corpus();
process.on('disconnect', () => process.exit());
process.on('message', async (position: number) => {
  const asked = cases[position];
  if (asked) process.send?.({ position, measured: await measure(asked) });
});
process.send?.({ isReady: true });
