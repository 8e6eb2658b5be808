import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';

/** What is used of the inside of postal-mime 4.0.0, which promises none of it: our tests of mail hold it to this. */
type Inside = {
  readonly av: Uint8Array;
  readPos: number;
  readonly currentNode: { readonly state: string; readonly contentTransferEncoding: { readonly encoding: string } };
  readLine: () => Line;
};
type Line = { readonly bytes: Uint8Array; readonly done: boolean };

/**
 * What costs the parser time, as measured: 25 µs a part, 7 µs a line that may be a boundary and is none, 4 µs a piece
 * of base64 that ends in padding, 1.2 µs a line of quoted-printable. People's mail has dozens of parts, and the largest
 * newsletters thousands of such lines.
 */
const most = { parts: 1000, boundaries: 10_000, padded: 20_000, lines: 120_000 } as const;
const runBytes = 64 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;
const padding = 0x3d;

/** Behind the last line of a run, which ends at a line that may be a boundary. */
function endOfRun(bytes: Buffer, from: number): number {
  const near = bytes.lastIndexOf(lineFeed, from + runBytes);
  const end = near > from ? near : bytes.indexOf(lineFeed, from);
  const dashes = bytes.subarray(0, end < 0 ? bytes.length : end + 3).indexOf('\n--', from);
  if (dashes >= 0) return dashes + 1;
  return end < 0 ? bytes.length : end + 1;
}

/** Where the line break at the end of a run begins. */
function breakBefore(bytes: Buffer, end: number): number {
  if (bytes[end - 1] !== lineFeed) return end;
  return bytes[end - 2] === carriageReturn ? end - 2 : end - 1;
}

/** Counts what was read, and says when it is too much. */
function createBudget() {
  const read = { parts: 0, boundaries: 0, padded: 0, lines: 0 };
  let part: unknown;
  return {
    spend(node: unknown, what: 'boundaries' | 'lines'): void {
      if (node !== part) read.parts += 1;
      part = node;
      read[what] += 1;
    },
    spendOn(bytes: Uint8Array): void {
      for (let at = bytes.indexOf(padding); at >= 0; at = bytes.indexOf(padding, at + 1)) read.padded += 1;
    },
    isSpent: (): boolean =>
      read.parts > most.parts ||
      read.boundaries > most.boundaries ||
      read.padded > most.padded ||
      read.lines > most.lines,
  };
}

const isWhole = (raw: Uint8Array): raw is Uint8Array<ArrayBuffer> =>
  raw.buffer instanceof ArrayBuffer && raw.byteLength === raw.buffer.byteLength;

export type ParsedInRuns = {
  readonly mail: Email;
  /** The mail has more parts or lines than are read; what is behind them is only in the original. */
  readonly isCut: boolean;
};

/**
 * Parses a mail, handing lines of one content to the parser together: one by one they cost it 7 µs each, and a mail of
 * many takes seconds. Reading ends where a mail is built to take long. Throws what the parser throws.
 */
export async function parseInRuns(raw: Uint8Array, options: PostalMimeOptions): Promise<ParsedInRuns> {
  const parser = new PostalMime(options);
  const inside = parser as unknown as Inside;
  const oneLine = inside.readLine.bind(inside);
  const budget = createBudget();

  const theEnd = (): Line => {
    inside.readPos = inside.av.length;
    return { bytes: new Uint8Array(), done: true };
  };
  const run = (encoding: string): Line => {
    const { av, readPos } = inside;
    const bytes = Buffer.from(av.buffer, av.byteOffset, av.byteLength);
    inside.readPos = endOfRun(bytes, readPos);
    const lines = av.subarray(readPos, breakBefore(bytes, inside.readPos));
    if (encoding === 'base64') budget.spendOn(lines);
    return { bytes: lines, done: inside.readPos >= av.length };
  };
  inside.readLine = () => {
    const { av, readPos, currentNode } = inside;
    const { encoding } = currentNode.contentTransferEncoding;
    const mayBeBoundary = av[readPos] === dash;
    // Quoted-printable has line ends of its own and cannot be read together.
    const isRun = currentNode.state === 'body' && encoding !== 'quoted-printable' && !mayBeBoundary;
    if (!isRun) budget.spend(currentNode, mayBeBoundary ? 'boundaries' : 'lines');
    if (budget.isSpent()) return theEnd();
    return isRun ? run(encoding) : oneLine();
  };
  // Whole buffers are read where they lie; views would be copied first.
  const mail = await parser.parse(isWhole(raw) ? raw.buffer : raw);
  return { mail, isCut: budget.isSpent() };
}
