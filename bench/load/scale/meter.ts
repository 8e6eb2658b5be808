import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenLocally } from '#local/emulators/http/listen-locally.ts';
import { requestBody } from '#local/emulators/http/request-body.ts';

export type Metered = {
  readonly calls: number;
  readonly readUnits: number;
  readonly bytes: number;
  readonly saved: number;
};

const writes = /\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/;

type Capacity = { readonly CapacityUnits?: number };

/** Stands between the product and the table: counts requests, bytes of answers, read units as billed, and decisions saved. */
export async function startMeter(behind: () => string) {
  let [calls, readUnits, bytes, saved] = [0, 0, 0, 0];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers['x-amz-target']);
    const asked = { ...JSON.parse((await requestBody(request)).toString()), ReturnConsumedCapacity: 'TOTAL' };
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
    const answer = await fetch(behind(), { method: 'POST', headers, body: JSON.stringify(asked) });
    const text = await answer.text();
    calls += 1;
    bytes += Buffer.byteLength(text);
    const { ConsumedCapacity }: { ConsumedCapacity?: Capacity | readonly Capacity[] } = JSON.parse(text);
    if (target.endsWith('.TransactWriteItems') && answer.ok) saved += 1;
    if (!writes.test(target))
      for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) readUnits += CapacityUnits;
    response.writeHead(answer.status, { 'content-type': headers['content-type'] }).end(text);
  }

  const server = await listenLocally(
    createServer((request, response) => void pass(request, response).catch(() => response.destroy())),
  );
  return {
    endpoint: server.endpoint,
    stop: server.stop,
    /** What was counted since the last time. */
    take(): Metered {
      const counted = { calls, readUnits, bytes, saved };
      [calls, readUnits, bytes, saved] = [0, 0, 0, 0];
      return counted;
    },
  };
}
