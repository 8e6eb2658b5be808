import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = { readonly port: number; readonly endpoint: string; stop(): Promise<void> };

/** Listens on 127.0.0.1 only, on a free port when none is given; `stop` also ends idle keep-alive connections. */
export async function listenLocally(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { port: bound, endpoint: `http://127.0.0.1:${bound}`, stop: () => closed(server) };
}

/** Closes a server together with its open connections. */
export async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
