import type { Run } from '../schedule.ts';
import type { TableImage } from '../world/table-image.ts';

/** What must hold once nothing is left to do; tells what does not. */
export type Invariant = (run: Run, image: TableImage) => readonly string[];
