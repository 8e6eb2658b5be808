import { Refusal } from '#domain/kernel/refusal.ts';

/** Far above what any provider answers to a question; its files are measured by their own limits. */
const mostBytes = 10_000_000;

/** The body of an answer, decoded; refused once it is larger than `most`, however large it says it is. */
export async function answerBytes(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new Refusal('too-large', `the file is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of an answer to a question of ours. */
export const answerText = async (response: Response): Promise<string> =>
  new TextDecoder().decode(await answerBytes(response, mostBytes));
