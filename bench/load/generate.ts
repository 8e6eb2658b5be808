import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from './arithmetic.ts';
import { connectionIdOf, writers } from './channels.ts';
import { type Pace, sendAt } from './pace.ts';
import { openScreen } from './screen.ts';
import { type Ledger, ledgerOf, processOf, settled, type Target } from './target.ts';
import { createTraffic, type Request, type Traffic } from './traffic.ts';
import { createUnderWay, type UnderWay } from './under-way.ts';

export type Load = {
  readonly pace: Pace;
  /** Ends after so many messages, or after so many seconds. */
  readonly until: { readonly messages: number } | { readonly seconds: number };
  readonly random: Random;
  /** Of the messages, how many come from somebody who never wrote before: from 0 to 1. */
  readonly newcomers: number;
  /** Told how far it is, every few seconds. */
  readonly say: (line: string) => void;
};

/** Bytes at a moment at which nothing was on its way and the garbage was collected. */
export type Memory = { readonly messages: number; readonly rss: number; readonly heapUsed: number };

export type Outcome = {
  readonly accepted: number;
  readonly customers: number;
  /** By HTTP status; 0 where there was no answer. */
  readonly refused: ReadonlyMap<number, number>;
  /** Until the last answer. */
  readonly sendingSeconds: number;
  /** Until everything was handled, without the pauses in which memory is looked at. */
  readonly seconds: number;
  readonly latency: Pick<UnderWay, 'all' | 'tenths'>;
  readonly unseen: number;
  /** Milliseconds that the system's process took for each accepted message. */
  readonly cpuMs: number;
  readonly memory: readonly Memory[];
  readonly deadLetters: number;
  readonly ledger: Ledger;
};

const answerWithinMs = 60_000;
const shownWithinMs = 60_000;
const tellEveryMs = 5000;
/** How often a run of many messages pauses, so that its memory can be looked at. */
const pauses = 25;
const connectionIds = Object.keys(writers).map((provider) => connectionIdOf(provider as keyof typeof writers));

async function statusOf(url: string, { path, method, headers, body }: Request): Promise<number> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(`${url}${path}`, { method, headers, body, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

const cpuOf = ({ cpu }: { readonly cpu: NodeJS.CpuUsage }): number => (cpu.user + cpu.system) / 1000;
const today = (): string => new Date().toISOString().slice(0, 10);

/** Waits until everything that was accepted is on the screen, or did not get there in time. */
async function allShown(underWay: UnderWay): Promise<void> {
  const giveUpAt = performance.now() + shownWithinMs;
  while (underWay.unseen() > 0 && performance.now() < giveUpAt) await wait(10);
}

function progress(load: Load, underWay: UnderWay): () => void {
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - started) / 1000;
    const count = underWay.accepted();
    const whole = 'messages' in load.until ? load.until.messages : 0;
    const left = whole > 0 && count > 0 ? `, ${Math.round(((whole - count) / count) * seconds)} s to go` : '';
    load.say(
      `${count} accepted in ${Math.round(seconds)} s, ${underWay.unseen()} on the way, ` +
        `acknowledged p99 ${Math.round(underWay.all.ack.percentile(0.99))} ms${left}`,
    );
  }, tellEveryMs);
  return () => clearInterval(timer);
}

/** The parts of a run: one, or several with a pause after each. */
function partsOf({ pace, until }: Load): readonly Load['until'][] {
  if (pace.kind === 'open' || !('messages' in until)) return [until];
  const count = Math.min(pauses, Math.ceil(until.messages / 1000));
  const size = Math.ceil(until.messages / count);
  return Array.from({ length: count }, (_, n) => ({ messages: Math.min(size, until.messages - n * size) }));
}

/** Sends part after part, and looks at the memory after each. */
async function sendAll(target: Target, load: Load, run: { name: string; traffic: Traffic; underWay: UnderWay }) {
  const { name, traffic, underWay } = run;
  const refused = new Map<number, number>();
  const memory: Memory[] = [];
  const started = performance.now();
  let [sent, sendingMs, handledMs] = [0, 0, 0];
  const shareDone = (): number =>
    'messages' in load.until ? sent / load.until.messages : (performance.now() - started) / (load.until.seconds * 1000);

  async function send(intendedAt: number): Promise<void> {
    const messageName = `${name}-${sent}`;
    const message = underWay.begin(messageName, intendedAt, shareDone());
    sent += 1;
    const status = await statusOf(target.url, await traffic.next(messageName));
    if (status >= 200 && status < 300) return message.acknowledged();
    message.refused();
    refused.set(status, (refused.get(status) ?? 0) + 1);
  }

  for (const until of partsOf(load)) {
    const begun = performance.now();
    await sendAt(load.pace, { send, unseen: underWay.unseen, until });
    sendingMs += performance.now() - begun;
    await allShown(underWay);
    handledMs += performance.now() - begun;
    const { rss, heapUsed } = (await processOf(target)).memory;
    memory.push({ messages: underWay.accepted(), rss, heapUsed });
  }
  return { refused, memory, sendingMs, handledMs };
}

/** Puts a load on a system until everything it accepted is handled; what came of it. */
export async function generate(target: Target, load: Load): Promise<Outcome> {
  const name = `load${randomBytes(4).toString('hex')}`;
  const underWay = createUnderWay();
  const traffic = createTraffic({ url: target.url, random: load.random, newcomers: load.newcomers });
  const firstDay = today();
  const ledgerBefore = await ledgerOf(target, connectionIds, [firstDay]);
  const screen = await openScreen(target, new RegExp(`\\b${name}-\\d+\\b`, 'g'), underWay.shown);
  const before = await processOf(target);
  const stopTelling = progress(load, underWay);
  const { refused, memory, sendingMs, handledMs } = await sendAll(target, load, { name, traffic, underWay });
  const deadLetters = await settled(target);
  stopTelling();
  const after = await processOf(target);
  screen.close();
  const ledgerAfter = await ledgerOf(target, connectionIds, [...new Set([firstDay, today()])]);
  return {
    accepted: underWay.accepted(),
    customers: traffic.customers(),
    refused,
    sendingSeconds: sendingMs / 1000,
    seconds: handledMs / 1000,
    latency: underWay,
    unseen: underWay.unseen(),
    cpuMs: (cpuOf(after) - cpuOf(before)) / underWay.accepted(),
    memory,
    deadLetters,
    ledger: less(ledgerAfter, ledgerBefore),
  };
}

const less = (after: Ledger, before: Ledger): Ledger => ({
  received: after.received - before.received,
  placed: after.placed - before.placed,
  quarantined: after.quarantined - before.quarantined,
  dropped: Object.fromEntries(
    Object.entries(after.dropped)
      .map(([rule, count]) => [rule, count - (before.dropped[rule] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  ),
});
