import { isDeepStrictEqual } from 'node:util';
import { $ConversationRow } from '#functions/agent-api/contract.ts';
import type { Step } from '../plan.ts';
import { agentAt } from '../world/business.ts';
import { type TableImage, tableImage } from '../world/table-image.ts';
import type { World } from '../world/world.ts';
import { type Console, createConsole } from './console.ts';

export type Consoles = {
  act(step: Step): void;
  /** Once nothing else is left: those that are open ask whether they missed something, the others come back. Is that done? */
  resync(): boolean;
  /** Where a screen differs from what the server has. */
  problems(): readonly string[];
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const inOrder = <Row extends { readonly openedAt: string; readonly id: string }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => one.openedAt.localeCompare(other.openedAt) || one.id.localeCompare(other.id));

function differences(one: Console, { conversations }: TableImage): readonly string[] {
  const { rows, shown } = one.model();
  const there = inOrder(conversations.map(({ head }) => $ConversationRow.parse(head)));
  const open = conversations.find(({ head }) => head.id === shown?.id);
  const misses = open?.events.some(({ id }) => !shown?.eventIds.has(id)) ?? false;
  return [
    ...(isDeepStrictEqual(plain(inOrder([...rows.values()])), plain(there))
      ? []
      : [`console: ${one.agentId} sees other conversations than there are`]),
    ...(misses ? [`console: ${one.agentId} misses facts of the conversation that is open`] : []),
  ];
}

/** The consoles that were ever opened. */
export function createConsoles(world: World): Consoles {
  const consoles = new Map<string, Console>();

  function consoleOf(position: number): Console {
    const { id } = agentAt(position);
    const known = consoles.get(id) ?? createConsole(world, id);
    consoles.set(id, known);
    return known;
  }

  return {
    act(step) {
      if (step.do === 'open-console') consoleOf(step.agent).connect();
      if (step.do === 'drop-console') consoleOf(step.agent).drop();
    },
    resync() {
      return [...consoles.values()].map((one) => one.resync()).every(Boolean);
    },
    problems() {
      const image = tableImage(world.dynamo);
      return [...consoles.values()].flatMap((one) => differences(one, image));
    },
  };
}
