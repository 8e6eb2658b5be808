import { WebSocket } from 'ws';
import { type Target, ticketFor } from './target.ts';

type Frame = { readonly type?: string };

const isSubscribed = (data: string): boolean =>
  data.includes('"subscribed"') && [JSON.parse(data)].flat().some(({ type }: Frame) => type === 'subscribed');

/** Opens a supervisor's console, as their browser does: a ticket, the handshake, a subscription to everything. */
export async function openScreen(
  target: Target,
  /** What names of messages look like. */
  named: RegExp,
  onShown: (name: string) => void,
): Promise<{ close(): void }> {
  const { url, ticket } = await ticketFor(target, 'rita');
  const socket = new WebSocket(`${url}?ticket=${encodeURIComponent(ticket)}`);
  const { promise: subscribed, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', reject);
  socket.once('open', () => socket.send(JSON.stringify({ type: 'subscribe', topics: ['account'] })));
  socket.on('message', (data) => {
    const text = data.toString();
    if (isSubscribed(text)) resolve();
    for (const [name] of text.matchAll(named)) onShown(name);
  });
  await subscribed;
  return { close: () => socket.close() };
}
