import { createHash } from 'node:crypto';
import type { SqsQueue } from '#functions/sqs-queues.ts';
import type { Time } from './time.ts';

/** A message on an SQS queue. */
export type QueueMessage = {
  readonly id: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly sentAt: number;
  /** Its place in the order of all messages ever sent. */
  readonly position: number;
  receives: number;
  receipt: string;
  visibleAt: number;
};

export type Sending = {
  readonly body: string;
  readonly group?: string | undefined;
  readonly deduplicationId?: string | undefined;
};

/** One SQS queue with its dead letters, exact and on the schedule's time. */
export type Queue = {
  send(sending: Sending): QueueMessage;
  /** Could `receive` give something now? */
  isReady(): boolean;
  /** When it could next, if nothing else happens. */
  readyAt(): number | undefined;
  receive(most: number): readonly QueueMessage[];
  remove(ids: readonly string[]): void;
  postpone(receipt: string, seconds: number): boolean;
  /** Puts the dead letters back with new places in the order. */
  redrive(): number;
  readonly deadLetters: readonly QueueMessage[];
  /** Everything that was ever taken, in order, duplicates within five minutes left out. */
  readonly taken: readonly QueueMessage[];
  /** Was a message of this group ever among the dead letters? Its order is lost then. */
  wasBuried(group: string): boolean;
  /** How many were ever put aside. */
  buried(): number;
};

const deduplicationMs = 300_000;

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export function createQueue(name: string, rules: SqsQueue, time: Time): Queue {
  let waiting: QueueMessage[] = [];
  let deadLetters: QueueMessage[] = [];
  const taken: QueueMessage[] = [];
  const known = new Map<string, { readonly message: QueueMessage; readonly at: number }>();
  const buriedGroups = new Set<string | undefined>();
  let position = 0;
  let buriedSoFar = 0;

  function add({ body, group }: Sending, id: string): QueueMessage {
    position += 1;
    const message: QueueMessage = {
      id,
      body,
      group,
      sentAt: time.ms(),
      position,
      receives: 0,
      receipt: '',
      visibleAt: time.ms(),
    };
    waiting.push(message);
    return message;
  }

  /** A message whose group waits for an earlier one is not to be had. */
  const blockedGroups = (): ReadonlySet<string | undefined> =>
    rules.fifo
      ? new Set(waiting.filter(({ visibleAt }) => visibleAt > time.ms()).map(({ group }) => group))
      : new Set();

  function visible(): QueueMessage[] {
    const blocked = blockedGroups();
    return waiting.filter(
      ({ visibleAt, group }) => visibleAt <= time.ms() && (group === undefined || !blocked.has(group)),
    );
  }

  /** What was received as often as is allowed is put aside instead of being handed out once more. */
  function bury(): void {
    const dead = visible().filter(({ receives }) => receives >= rules.maxReceiveCount);
    waiting = waiting.filter((message) => !dead.includes(message));
    deadLetters.push(...dead);
    buriedSoFar += dead.length;
    for (const { group } of dead) buriedGroups.add(group);
  }

  return {
    send(sending) {
      const { deduplicationId } = sending;
      const before = deduplicationId === undefined ? undefined : known.get(deduplicationId);
      if (before && time.ms() - before.at < deduplicationMs) return before.message;
      const message = add(sending, `${name}-${position + 1}`);
      taken.push(message);
      if (deduplicationId !== undefined) known.set(deduplicationId, { message, at: time.ms() });
      return message;
    },
    isReady: () => visible().length > 0,
    readyAt: () =>
      waiting
        .map(({ visibleAt }) => visibleAt)
        .filter((at) => at > time.ms())
        .reduce<number | undefined>((soonest, at) => (soonest === undefined || at < soonest ? at : soonest), undefined),
    receive(most) {
      bury();
      const received = visible().slice(0, most);
      for (const message of received) {
        message.receives += 1;
        message.receipt = `${message.id}#${message.receives}`;
        message.visibleAt = time.ms() + rules.visibilityTimeoutSeconds * 1000;
      }
      return received;
    },
    remove(ids) {
      waiting = waiting.filter(({ id }) => !ids.includes(id));
    },
    postpone(receipt, seconds) {
      const message = waiting.find((one) => one.receipt === receipt);
      if (message) message.visibleAt = time.ms() + seconds * 1000;
      return message !== undefined;
    },
    redrive() {
      const back = deadLetters;
      deadLetters = [];
      for (const { body, group, id } of back) add({ body, group }, id);
      return back.length;
    },
    get deadLetters() {
      return deadLetters;
    },
    taken,
    buried: () => buriedSoFar,
    wasBuried: (group) => buriedGroups.has(group),
  };
}
