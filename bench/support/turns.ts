/** One message of a customer: `thread` counts customers from 0, `turn` their messages from 0. */
export type Turn = { readonly thread: number; readonly turn: number; readonly text: string };

const sentences = [
  'I ordered a lamp last week and would like to know when it will be delivered.',
  'The tracking page says that it left the warehouse on Monday.',
  'My order number is in the subject of the confirmation that you sent.',
  'Please send it to the office, the address is on the invoice.',
  'I am at home on Thursday and on Friday until four.',
  'The table that came with the last order fits very well.',
  'Do you also have the same lamp in another colour?',
  'You can call me in the afternoon if there are questions.',
] as const;

/** One message in ten complains, which is what makes the embedded engine ask for a second opinion. */
const complaint = 'This is the second time that it is late and I want a refund.';

/** About 500 characters on average, from 250 to 750. */
export function textOf(position: number): string {
  const wanted = 250 + ((position * 197) % 501);
  let text = position % 10 === 4 ? `${complaint} ` : '';
  for (let next = position; text.length < wanted; next += 1) text += `${sentences[next % sentences.length]} `;
  return text.trim();
}

/** The same traffic each time: three messages in ten come from somebody new, the others in turn from those before. */
export function turnsOf(count: number): readonly Turn[] {
  const turns: number[] = [];
  return Array.from({ length: count }, (_, position) => {
    const isNew = [0, 3, 6].includes(position % 10);
    const thread = isNew ? turns.length : (position * 31) % turns.length;
    const turn = isNew ? 0 : (turns[thread] ?? 0) + 1;
    turns[thread] = turn;
    return { thread, turn, text: textOf(position) };
  });
}

/** The same messages in waves of so many customers: each message in the first wave after the one before it of its customer. */
export function wavesOf(turns: readonly Turn[], customers: number): readonly (readonly Turn[])[] {
  const waves: Turn[][] = [];
  const nextOf = new Map<number, number>();
  for (const turn of turns) {
    let at = customers === 1 ? waves.length : (nextOf.get(turn.thread) ?? 0);
    while ((waves[at]?.length ?? 0) >= customers) at += 1;
    waves[at] = [...(waves[at] ?? []), turn];
    nextOf.set(turn.thread, at + 1);
  }
  return waves;
}
