/** A sentence end: a mark followed by a space, an ideographic mark (no space follows), or a line break. Of several marks the last. */
const sentenceEnd = /[.!?…]["')\]]*(?=\s)|[。！？]|\n/gu;

/**
 * The text's first sentences within so many code points, as long as they fill half of the room: "Hi." alone says too little.
 * Else it is cut at a space, and where there is none between two code points.
 */
export function cutToSentence(text: string, codePoints: number): string {
  // A code point is at most two UTF-16 units: the slice keeps a long mail from being taken apart letter by letter.
  const start = [...text.slice(0, 2 * codePoints + 2)];
  if (start.length <= codePoints) return text;

  const room = start.slice(0, codePoints).join('');
  // The next letter tells whether a mark in the last place ends a sentence.
  const seen = room + (start[codePoints] ?? '');
  const ends = [...seen.matchAll(sentenceEnd)].map((end) => end.index + end[0].length);
  const end = ends.filter((each) => each <= room.length && each >= room.length / 2).at(-1) ?? lastSpace(room);
  return room.slice(0, end).trimEnd();
}

function lastSpace(room: string): number {
  const space = room.search(/\s\S*$/u);
  return space >= room.length / 2 ? space : room.length;
}
