import { tableNamed } from '#adapters/dynamodb/stores.ts';
import { tableName } from '#local/names.ts';
import { type Ask, askAt } from './ask.ts';
import type { RoleColumn } from './expectations.ts';
import { persons, type Seeded, seedConfiguration, seedFiles, seedingOn, type Whose } from './seed.ts';
import { startWaysIn, type WaysIn } from './system.ts';
import { type Bad, badTokens, tokenOf } from './tokens.ts';

export type World = WaysIn & {
  readonly ask: Ask;
  readonly table: ReturnType<typeof tableNamed>;
  /** Header of somebody who is signed in. */
  readonly signedIn: Readonly<Record<RoleColumn | 'nobody’s group', string>>;
  readonly bad: Readonly<Record<string, Bad>>;
  /** Saves a new conversation, of a new customer unless one is named. */
  readonly conversationOf: (whose: Whose, customerId?: string) => Promise<Seeded>;
};

/** Starts everything once, for all cells. */
export async function startWorld(): Promise<World> {
  const waysIn = await startWaysIn();
  const table = tableNamed(tableName);
  await seedConfiguration(table);
  await seedFiles();
  const { issuing } = waysIn;
  const bearer = async (person: (typeof persons)['admin']) => `Bearer ${await tokenOf(issuing, person)}`;
  return {
    ...waysIn,
    ask: askAt(waysIn.url),
    table,
    signedIn: {
      agent: await bearer(persons.agent),
      'agent¹': await bearer(persons['agent¹']),
      supervisor: await bearer(persons.supervisor),
      'supervisor¹': await bearer(persons['supervisor¹']),
      admin: await bearer(persons.admin),
      'nobody’s group': await bearer({ id: 'stranger', groups: ['customers', 'administrators', 'Admin', 'admin2'] }),
    },
    bad: await badTokens(issuing, persons.admin),
    conversationOf: seedingOn(table),
    async stop() {
      table.client.destroy();
      await waysIn.stop();
    },
  };
}
