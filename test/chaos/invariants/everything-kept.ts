import type { EventOf } from '#domain/conversations/events.ts';
import { textOf } from '../people/provider.ts';
import type { Step } from '../plan.ts';
import type { TableImage } from '../world/table-image.ts';
import type { Invariant } from './invariant.ts';

const eventsOfType = <Type extends 'MessageReceived' | 'MessageUpdated'>(
  { conversations }: TableImage,
  type: Type,
): readonly EventOf<Type>[] =>
  conversations.flatMap(({ events }) => events.filter((event): event is EventOf<Type> => event.type === type));

const quarantined = ({ items }: TableImage, text: string): number =>
  items.filter(({ pk, envelope }) => String(pk).startsWith('QUARANTINE#') && JSON.stringify(envelope).includes(text))
    .length;

const exactlyOne = (count: number, what: string): readonly string[] => {
  if (count === 1) return [];
  return [count === 0 ? `lost: ${what} is nowhere` : `doubled: ${what} is there ${count} times`];
};

function ofStep(step: Step, image: TableImage, wasTold: boolean): readonly string[] {
  const { number } = step;
  if (step.do === 'write') {
    const received = eventsOfType(image, 'MessageReceived').filter(({ message }) => message.text === textOf(number));
    return exactlyOne(received.length, `message ${number} (${step.channel})`);
  }
  if (step.do === 'edit' && wasTold) {
    const mark = `edited in step ${number}`;
    const edits = eventsOfType(image, 'MessageUpdated').filter(({ change }) => JSON.stringify(change).includes(mark));
    // One that overtakes its message is kept for people to place.
    return exactlyOne(edits.length + (edits.length === 0 ? quarantined(image, mark) : 0), `edit ${number}`);
  }
  if (step.do === 'send-nonsense')
    return exactlyOne(quarantined(image, `nonsense ${number}\\`), `unreadable body ${number} in quarantine`);
  return [];
}

/** Whoever wrote from one address is one customer. */
function customers({ items }: TableImage, steps: readonly Step[]): readonly string[] {
  const writers = new Set(steps.flatMap((step) => (step.do === 'write' ? [`${step.channel} ${step.customer}`] : [])));
  const known = items.filter(({ sk }) => sk === 'PROFILE').length;
  return known === writers.size ? [] : [`${writers.size} people wrote and there are ${known} customers`];
}

/** Only what nobody can read is put aside, and an edit that overtook its message. */
function groundless({ items }: TableImage): readonly string[] {
  return items
    .filter(({ pk }) => String(pk).startsWith('QUARANTINE#'))
    .filter(({ envelope }) => !/nonsense|edited in step/.test(JSON.stringify(envelope)))
    .map(({ reason }) => `quarantine: ${reason}`);
}

/** 0 lost, 0 doubled: what was accepted is a message, an update or in quarantine, once. */
export const everythingKept: Invariant = ({ plan, told }, image) => [
  ...plan.steps.flatMap((step) =>
    ofStep(
      step,
      image,
      [...told.accepted.keys()].some((id) => id.startsWith(`edit-${step.number}-`)),
    ),
  ),
  ...customers(image, plan.steps),
  ...groundless(image),
];
