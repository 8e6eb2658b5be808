import { storesOn } from '#adapters/dynamodb/stores.ts';
import type { Verdict } from './ask.ts';
import { aboutOf } from './check-api.ts';
import type { World } from './world.ts';

/** What every refused request was about, as it stands now. */
export async function refusedThings(world: World): Promise<string> {
  const { asked, beside, another } = await aboutOf(world, 'foreign', true);
  const { conversations, customers, agents, settings } = storesOn(world.table);
  const things = await Promise.all([
    ...[asked, beside, another].map(({ id }) => conversations.history(id)),
    ...[asked, another].map(({ customerId }) => customers.get(customerId)),
    conversations.ofCustomer(asked.customerId, 50),
    agents.get('colleague'),
    settings.queues.get('billing'),
    settings.queues.get('vip'),
  ]);
  return JSON.stringify(things);
}

/** Refused requests changed nothing, and nobody outside was entered as an agent. */
export async function checkUnchanged(world: World, before: string): Promise<readonly Verdict[]> {
  const after = await refusedThings(world);
  const stranger = await storesOn(world.table).agents.get('stranger');
  return [
    { group: 'effects', cell: 'what was refused', expected: 'unchanged', wrong: after === before ? undefined : after },
    { group: 'effects', cell: 'somebody in no group', expected: 'unchanged', wrong: stranger && 'entered as an agent' },
  ];
}
