import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationRow } from '#functions/agent-api/contract.ts';
import { detailOf, eventually, rowsOf } from '#test/journeys/journey.ts';
import { freePort, type LocalSystem, startSystem } from '#test/support/local-system.ts';
import { type Random, randomFrom } from '../random.ts';

export type KillRounds = {
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
};

type Writer = { readonly number: number; next: number };
type Tally = { readonly accepted: Set<string> };

const withinMs = 90_000;

const textOf = (writer: Writer, turn: number): string => `writer ${writer.number} text ${turn}.`;

/** Posts one text after the other, each until it is accepted, as Twilio would; `isOver` ends it. */
async function write(
  system: LocalSystem,
  writer: Writer,
  { tally, isOver }: { readonly tally: Tally; readonly isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    const text = textOf(writer, writer.next);
    const sid = `SM${String(writer.number).padStart(8, '0')}${String(writer.next).padStart(24, '0')}`;
    const status = await system.sendSms({ from: `+155503000${writer.number}`, text, sid }).catch(() => 0);
    if (isOver() && status !== 200) return;
    if (status === 200) {
      tally.accepted.add(text);
      writer.next += 1;
    }
  }
}

async function textsIn(system: LocalSystem): Promise<readonly string[]> {
  const rows: readonly ConversationRow[] = await rowsOf(system, 'ada', 'view=open');
  const details = await Promise.all(rows.map(({ id }) => detailOf(system, id)));
  return details.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'MessageReceived' ? [event.message.text] : [])),
  );
}

const doubledIn = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.filter((text, position) => texts.indexOf(text) !== position)),
];

/** Kills the system at a random moment of traffic and starts another on its data. */
async function round(
  system: LocalSystem,
  writers: readonly Writer[],
  { tally, random }: { readonly tally: Tally; readonly random: Random },
): Promise<LocalSystem> {
  let isOver = false;
  const writing = writers.map((writer) => write(system, writer, { tally, isOver: () => isOver }));
  await wait(300 + random.below(2500));
  isOver = true;
  await system.kill9();
  await Promise.all(writing);
  return startSystem({ dataDir: system.dataDir, port: Number(new URL(system.url).port) });
}

/** Kills the local system with SIGKILL while two writers post; tells what was accepted and is missing, or is there twice. */
export async function killRounds({ rounds, seed, say }: KillRounds): Promise<readonly string[]> {
  if (rounds === 0) return [];
  const random = randomFrom(seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-kill-'));
  const tally: Tally = { accepted: new Set() };
  const writers: readonly Writer[] = [1, 2].map((number) => ({ number, next: 0 }));
  let system = await startSystem({ dataDir, port: await freePort() });
  try {
    for (let turn = 1; turn <= rounds; turn += 1) {
      system = await round(system, writers, { tally, random });
      say(`kill ${turn} of ${rounds}: ${tally.accepted.size} texts accepted so far`);
    }
    return await verdictOn(system, tally, say);
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function verdictOn(system: LocalSystem, { accepted }: Tally, say: KillRounds['say']): Promise<readonly string[]> {
  const all = async () => {
    const texts = await textsIn(system);
    return [...accepted].every((text) => texts.includes(text)) && texts;
  };
  const found = await eventually('every accepted text is placed', all, withinMs).catch(() => textsIn(system));
  await system.settled();
  const lost = [...accepted].filter((text) => !found.includes(text)).map((text) => `lost: ${text}`);
  const doubled = doubledIn(await textsIn(system)).map((text) => `doubled: ${text}`);
  say(`killed: ${accepted.size} texts accepted, ${lost.length} lost, ${doubled.length} doubled`);
  return [...lost, ...doubled];
}
