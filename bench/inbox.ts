import { fork } from 'node:child_process';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { toCommit, toHead } from '#adapters/dynamodb/conversation-items.ts';
import { customerItem } from '#adapters/dynamodb/customer-store.ts';
import { type Table, toItem } from '#adapters/dynamodb/table.ts';
import { evolve } from '#domain/conversations/evolve.ts';
import { type Draft, facts } from '#domain/conversations/facts.ts';
import type { ApiAnswer, ApiEvent } from '#functions/middleware/api/request.ts';
import { aCustomer, aMessage, anAnalysis, anOrigin } from '#test/support/builders.ts';
import { watch } from './support/counted-calls.ts';
import { atMost, type Measure, type Part, print, rounded, table } from './support/report.ts';
import { business, type System, startSystem } from './support/system.ts';
import { apiEvent } from './support/transitions.ts';

/**
 * A page of 50 conversations out of 10,000, and opening one: calls counted, size of the answer, CPU of a request through
 * the real handler and SDK. Run: node bench/inbox.ts [conversations]
 */

const agentId = business.agents[0]?.id ?? '';
/** Conversations of one agent: more than a page, less than a capacity can be. */
const mine = 99;

const texts = [
  'Where is my parcel? The tracking page has not changed since Monday.',
  'Could you send me the invoice again, please?',
  'The lamp came with a broken shade. I would like another one.',
  'Do you deliver to Norway, and what does it cost?',
] as const;

const idOf = (n: number): string => `c${String(n).padStart(25, '0')}`;

/** Items of conversation number n: its head, its facts and its customer. */
function itemsOf(n: number): readonly Record<string, unknown>[] {
  const at = new Date(Date.UTC(2026, 10, 1) + n * 60_000).toISOString();
  const text = `${texts[n % texts.length]} My order is ${4000 + n}.`;
  const customer = aCustomer({ id: `customer${n}`, name: `Customer ${n}`, createdAt: at });
  const drafts: readonly Draft[] = [
    {
      type: 'ConversationOpened',
      customerId: customer.id,
      customerName: customer.name,
      channel: 'sms',
      connectionId: business.sms.id,
      queueId: 'billing',
      priority: 'normal',
      subject: text,
      reason: 'first contact of a new customer',
    },
    {
      type: 'MessageReceived',
      message: aMessage({ providerId: `SM${n}`, sentAt: at, text }),
      analysis: anAnalysis(),
    },
    ...(n < mine
      ? [{ type: 'ConversationAssigned', agentId, agentName: agentId, reason: 'the bench says so' } as const]
      : []),
  ];
  const events = facts(anOrigin({ commitId: idOf(n), at }), drafts);
  const after = evolve(idOf(n), undefined, events);
  if (!after) throw new Error('these facts open no conversation');
  return [
    toHead(after),
    toCommit({ commitId: idOf(n), before: undefined, after, events, claims: [] }),
    customerItem(customer),
  ];
}

async function fill({ client, name }: Table, count: number): Promise<void> {
  const perRequest = 8;
  for (let from = 0; from < count; from += perRequest) {
    const numbers = Array.from({ length: Math.min(perRequest, count - from) }, (_, n) => from + n);
    const puts = numbers.flatMap(itemsOf).map((item) => ({ PutRequest: { Item: toItem(item) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: puts } }));
  }
}

type Request = { readonly name: string; readonly event: ApiEvent };
type Figures = { readonly calls: number; readonly queries: number; readonly gzipBytes: number };

async function ask(system: System, event: ApiEvent): Promise<Figures> {
  const seen = watch();
  const answer = (await seen.as('agentApi', () => system.functions.invoke('agentApi', event))) as ApiAnswer;
  seen.stop();
  const body = answer.body ?? '';
  if (answer.statusCode !== 200) throw new Error(`the agent API answered ${answer.statusCode}`);
  const operations = [...(seen.calls.get('agentApi') ?? [])];
  const calls = operations.reduce((sum, [, count]) => sum + count, 0);
  const queries = seen.calls.get('agentApi')?.get('DynamoDB.Query') ?? 0;
  return { calls, queries, gzipBytes: gzipSync(body).length };
}

/** CPU milliseconds of a warm request each, in a process that runs nothing but the function. */
async function cpuOf(system: System, events: readonly ApiEvent[]): Promise<readonly number[]> {
  const child = fork(new URL('./support/warm-child.mjs', import.meta.url), {
    env: { ...process.env, ...system.environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const module = new URL('../functions/agent-api/handler.ts', import.meta.url).href;
  child.send({ module, events, context: { functionName: 'bench', awsRequestId: 'bench' } });
  const [cpuMs] = (await once(child, 'message')) as [readonly number[]];
  return cpuMs;
}

const list = (view: string): ApiEvent =>
  apiEvent(agentId, { method: 'GET', path: '/v1/conversations', query: { view, limit: '50' } });

function measuresOf(count: number, page: Figures & { cpuMs: number }): readonly Measure[] {
  const of = `inbox page, 50 of ${rounded(count)}`;
  const reference = 'Request Tracker 582 ms, 400 kB';
  return [
    atMost(`${of}: queries for conversations`, { figure: page.queries, target: 1, unit: '', reference }),
    atMost(`${of}: gzip`, { figure: page.gzipBytes / 1000, target: 5, unit: 'kB', reference }),
    atMost(`${of}: CPU`, { figure: page.cpuMs, target: 2, unit: 'ms', reference }),
  ];
}

export async function inboxPart(count = 10_000): Promise<Part> {
  const system = await startSystem('embedded');
  try {
    await fill(system.table, count);
    const requests: readonly Request[] = [
      { name: 'inbox, mine', event: list('mine') },
      { name: 'inbox, unassigned', event: list('unassigned') },
      { name: 'inbox, resolved', event: list('resolved') },
      {
        name: 'open a conversation',
        event: apiEvent(agentId, { method: 'GET', path: `/v1/conversations/${idOf(5)}` }),
      },
    ];
    const asked: Figures[] = [];
    for (const { event } of requests) asked.push(await ask(system, event));
    const cpu = await cpuOf(
      system,
      requests.map(({ event }) => event),
    );
    const rows = asked.map(({ calls, queries, gzipBytes }, n) => [
      requests[n]?.name ?? '',
      ...[calls, queries, gzipBytes, cpu[n] ?? 0].map(rounded),
    ]);
    const [page] = asked;
    if (!page) throw new Error('nothing was asked');
    return {
      title: 'Inbox',
      measures: measuresOf(count, { ...page, cpuMs: cpu[0] ?? 0 }),
      details: [
        `The measures are those of an agent's own inbox. One call each finds out who is asking; the lists of agents and queues are queries too.`,
        'A queue lies on four shelves, so that it takes 4,000 writes a second: its views ask each of them.',
        '',
        ...table(['request', 'calls', 'queries', 'gzip bytes', 'CPU ms'], rows),
      ],
    };
  } finally {
    await system.stop();
  }
}

if (import.meta.main) {
  print(await inboxPart(Number(process.argv[2] ?? 10_000)));
  process.exit();
}
