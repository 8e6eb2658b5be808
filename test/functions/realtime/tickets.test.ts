import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSocketStore, createTicketStore } from '#adapters/dynamodb/realtime-stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { create } from '#functions/realtime/handler.ts';
import { pointSdkAt } from '#test/support/aws-environment.ts';
import { at, noon } from '#test/support/builders.ts';
import { startTable } from '#test/support/dynamodb.ts';
import { aContext } from '#test/support/lambda.ts';

let table: Table;
let stop: () => Promise<void>;
beforeAll(async () => {
  const started = await startTable();
  ({ table, stop } = started);
  pointSdkAt({ DYNAMODB: started.endpoint });
});
afterAll(() => stop());

const clock = (time: string) => () => new Date(time);
const issue = (ticket: string) =>
  createTicketStore(table, clock(noon)).put(createHash('sha256').update(ticket).digest('base64url'), {
    agentId: 'maya',
    agentName: 'Maya Lindt',
    role: 'agent',
    expiresAt: at('12:01'),
  });

function arrive(
  routeKey: '$connect' | '$disconnect',
  connectionId: string,
  options: { ticket?: string; time?: string } = {},
) {
  const { ticket, time = noon } = options;
  const event = {
    requestContext: { routeKey, connectionId, eventType: 'CONNECT', requestId: 'r1' },
    ...(ticket === undefined ? {} : { queryStringParameters: { ticket } }),
    isBase64Encoded: false,
  };
  const handler = create(
    { TABLE_NAME: table.name, SOCKETS_URL: 'http://127.0.0.1:1', CHAT_SOCKETS_URL: 'http://127.0.0.1:1' },
    { now: clock(time) },
  );
  return handler(event as unknown as Parameters<typeof handler>[0], aContext());
}

describe('opening a socket', () => {
  it('takes a ticket, and remembers whose socket it is', async () => {
    await issue('ticket-1');
    expect(await arrive('$connect', 's1', { ticket: 'ticket-1' })).toStrictEqual({ statusCode: 200 });
    expect(await createSocketStore(table).get('s1')).toMatchObject({
      agentId: 'maya',
      agentName: 'Maya Lindt',
      role: 'agent',
      topics: [],
    });
  });

  it('takes each ticket once', async () => {
    await issue('ticket-2');
    const both = await Promise.all(['s2', 's3'].map((id) => arrive('$connect', id, { ticket: 'ticket-2' })));
    expect(both.map((answer) => (answer as { statusCode: number }).statusCode).toSorted()).toStrictEqual([200, 401]);
  });

  it.each([
    ['without a ticket', {}],
    ['with an empty one', { ticket: '' }],
    ['with one that was never issued', { ticket: 'guessed' }],
  ])('is refused %s', async (_, options) => {
    expect(await arrive('$connect', 's4', options)).toStrictEqual({ statusCode: 401 });
    expect(await createSocketStore(table).get('s4')).toBeUndefined();
  });

  it('is refused with a ticket that has expired', async () => {
    await issue('ticket-3');
    expect(await arrive('$connect', 's5', { ticket: 'ticket-3', time: '2026-11-19T12:01:00.001Z' })).toStrictEqual({
      statusCode: 401,
    });
  });
});

describe('closing a socket', () => {
  it('forgets it, also when it was forgotten before', async () => {
    await issue('ticket-6');
    await arrive('$connect', 's6', { ticket: 'ticket-6' });
    for (const _ of ['once', 'twice']) expect(await arrive('$disconnect', 's6')).toStrictEqual({ statusCode: 200 });
    expect(await createSocketStore(table).get('s6')).toBeUndefined();
  });
});
