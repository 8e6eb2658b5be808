import { setTimeout } from 'node:timers/promises';
import { gapMs, type Random } from './arithmetic.ts';

/**
 * Closed loop: so many senders, each sends its next message when the last one was answered, and all of them wait while too
 * many are not handled. Open loop: people write when they want to, whether or not the system keeps up.
 */
export type Pace =
  | { readonly kind: 'closed'; readonly senders: number; readonly mostUnseen: number }
  | { readonly kind: 'open'; readonly perSecond: number; readonly random: Random };

export type Until = { readonly messages: number } | { readonly seconds: number };

/** Milliseconds, as `performance.now()` counts them. */
export type Timer = { now(): number; wait(milliseconds: number): Promise<unknown> };
const realTime: Timer = { now: () => performance.now(), wait: (milliseconds) => setTimeout(milliseconds) };

type Needs = {
  /** Sends a message that was meant to be sent at that time; resolves when it is answered. */
  readonly send: (intendedAt: number) => Promise<void>;
  readonly unseen: () => number;
  readonly until: Until;
  readonly timer?: Timer;
};

/** Answers outstanding at once in the open loop; those beyond wait, and their waiting counts. */
const mostOpen = 500;
const lookEveryMs = 5;

async function inClosedLoop(pace: Extract<Pace, { kind: 'closed' }>, needs: Needs): Promise<void> {
  const { send, unseen, until, timer = realTime } = needs;
  const endsAt = timer.now() + ('seconds' in until ? until.seconds * 1000 : Number.POSITIVE_INFINITY);
  let left = 'messages' in until ? until.messages : Number.POSITIVE_INFINITY;
  const sender = async () => {
    while (left > 0 && timer.now() < endsAt) {
      if (unseen() >= pace.mostUnseen) await timer.wait(lookEveryMs);
      else {
        left -= 1;
        await send(timer.now());
      }
    }
  };
  await Promise.all(Array.from({ length: pace.senders }, sender));
}

async function inOpenLoop(pace: Extract<Pace, { kind: 'open' }>, needs: Needs): Promise<void> {
  const { send, until, timer = realTime } = needs;
  const { perSecond, random } = pace;
  const endsAt = timer.now() + ('seconds' in until ? until.seconds * 1000 : Number.POSITIVE_INFINITY);
  const open = new Set<Promise<void>>();
  let left = 'messages' in until ? until.messages : Number.POSITIVE_INFINITY;
  let arrivesAt = timer.now() + gapMs(random, perSecond);
  for (; left > 0 && arrivesAt < endsAt; left -= 1) {
    const early = arrivesAt - timer.now();
    if (early > 0) await timer.wait(early);
    while (open.size >= mostOpen) await Promise.race(open);
    // What is late is late: counted from when somebody wrote, not from when we came to send it.
    const answered = send(arrivesAt).finally(() => open.delete(answered));
    open.add(answered);
    arrivesAt += gapMs(random, perSecond);
  }
  await Promise.all(open);
}

/** Sends until there are enough messages or the time is over, and waits for the last answer. */
export const sendAt = (pace: Pace, needs: Needs): Promise<void> =>
  pace.kind === 'open' ? inOpenLoop(pace, needs) : inClosedLoop(pace, needs);
