import type { Push } from '../agents/realtime.ts';
import type { ChatStore } from './ports.ts';
import type { ServerFrame } from './protocol.ts';
import type { ChatSocket } from './session.ts';

/** Shows a frame on a visitor's sockets, and forgets those that are closed. How many took it. */
export async function pushToVisitor(
  needs: { readonly push: Push; readonly store: Pick<ChatStore, 'removeSocket'> },
  sockets: readonly ChatSocket[],
  frame: ServerFrame,
): Promise<number> {
  const outcomes = await Promise.all(
    sockets.map(async (socket) => {
      const outcome = await needs.push(socket.id, frame);
      if (outcome === 'gone') await needs.store.removeSocket(socket);
      return outcome;
    }),
  );
  return outcomes.filter((outcome) => outcome === 'pushed').length;
}
