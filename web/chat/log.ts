import type { ShownMessage, UploadedFile } from '#domain/chat/protocol.ts';

/** A message on the page. `waiting` until the server has taken it; `refused` says why it never will. */
export type Line = Omit<ShownMessage, 'seq'> & {
  readonly seq?: number | undefined;
  readonly waiting?: true;
  readonly uploads?: readonly UploadedFile[];
  readonly refused?: string | undefined;
};

/** Told ones in the order in which they were saved, then those that are on their way, as they were written. */
const inOrder = (one: Line, other: Line): number => (one.seq ?? Number.MAX_VALUE) - (other.seq ?? Number.MAX_VALUE);

/** The lines with what the server told: each id once, however often it is told. */
export function withTold(lines: readonly Line[], told: readonly ShownMessage[]): readonly Line[] {
  const all = new Map<string, Line>([...lines, ...told].map((line) => [line.id, line]));
  return [...all.values()].toSorted(inOrder);
}

/** The line of this id changed; nothing when there is none, or when the server has told it meanwhile. */
export const withChanged = (lines: readonly Line[], id: string, change: (line: Line) => Line): readonly Line[] =>
  lines.map((line) => (line.id === id && line.seq === undefined ? change(line) : line));

export const waitingIn = (lines: readonly Line[]): readonly Line[] => lines.filter(({ waiting }) => waiting);

/** The newest message of an agent. */
export const lastAnswer = (lines: readonly Line[]): Line | undefined => lines.findLast(({ from }) => from === 'agent');
