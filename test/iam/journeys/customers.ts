import { localChannels } from '#local/channels/channels.ts';
import type { LocalChannel } from '#local/channels/local-channel.ts';
import type { LocalSystem } from '#test/support/local-system.ts';
import { read } from './asking.ts';

/** Everything that customers can do at one provider, in the order in which it is offered: what ends it all comes last. */
async function doEverythingAt(system: LocalSystem, { connection, actions }: LocalChannel): Promise<void> {
  for (const { id } of actions) await system.simulate(connection.provider, id);
}

/** By every provider: words, pictures, changes, receipts, calls. */
export async function customersWrite(system: LocalSystem): Promise<void> {
  await Promise.all(localChannels.map((channel) => doEverythingAt(system, channel)));
  await read(system);
  // Known by now.
  await system.simulate('amazon-connect', 'call');
}
