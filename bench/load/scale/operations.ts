import { storesOn } from '#adapters/dynamodb/stores.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { alwaysOpen } from '#domain/escalation/business-hours.ts';
import { queueArn, queueName, region, tableName } from '#local/names.ts';
import { anAgent, aPolicy, aQueue } from '#test/support/builders.ts';
import { smsWebhook } from '../../support/traffic.ts';
import { apiEvent } from '../../support/transitions.ts';
import {
  agentId,
  asked,
  colleagues,
  connection,
  customerIdOf,
  deadlineOf,
  idOf,
  phoneOf,
  queues,
} from './conversations.ts';

/** One question or task, as often as there are events. */
export type Operation = {
  /** Its name, for people. */
  readonly check: string;
  readonly module: string;
  readonly events: readonly unknown[];
  /** Each of them saves a decision; one that does not has found nothing to do. */
  readonly saves?: true;
  /** Puts something back before each, uncounted. */
  readonly before?: { readonly url: string; readonly target: string; readonly body: object };
};

/** Of each event kind at one size; those of the next size follow. */
export const rounds = { warming: 8, counted: 25 } as const;
const perSize = rounds.warming + rounds.counted;

const handlerOf = (name: string): string => new URL(`../../../functions/${name}/handler.ts`, import.meta.url).href;

const sqsEvent = (body: unknown) => ({
  Records: [
    {
      messageId: 'bench',
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
      eventSourceARN: queueArn(queueName('standard')),
      awsRegion: region,
    },
  ],
});

const each = <Event>(make: (n: number) => Event): readonly Event[] =>
  Array.from({ length: perSize }, (_, n) => make(n));

/** What the webhook's function would have put on the SQS queue. */
function envelopeOf(customer: number, position: number) {
  const { body = '' } = smsWebhook({ thread: customer, turn: 1, text: 'Is there any news of my order?' }, position);
  const contentType = 'application/x-www-form-urlencoded';
  const receivedAt = new Date().toISOString();
  const whole = Buffer.from(body, 'base64').toString();
  return {
    id: `e${position}`,
    provider: 'twilio-sms',
    connectionId: connection.id,
    receivedAt,
    contentType,
    body: whole,
    encoding: 'utf8',
  };
}

const view = (name: string) =>
  apiEvent(agentId, { method: 'GET', path: '/v1/conversations', query: { view: name, limit: '50' } });

/** An agent with one place free. */
const onePlaceFree = {
  target: 'DynamoDB_20120810.UpdateItem',
  body: {
    TableName: tableName,
    Key: { pk: { S: `AGENT#${agentId}` }, sk: { S: 'AGENT' } },
    UpdateExpression: 'SET #load = :load',
    ExpressionAttributeNames: { '#load': 'load' },
    ExpressionAttributeValues: { ':load': { N: '99' } },
  },
};

/** Everything that is asked at the size with that position; what changes the table takes other conversations each time. */
export function operationsAt(position: number, tableUrl: string): readonly Operation[] {
  const at = (range: { readonly from: number }, n: number): number => range.from + position * perSize + n;
  const api = handlerOf('agent-api');
  const opened = (n: number) =>
    apiEvent(agentId, { method: 'GET', path: `/v1/conversations/${idOf(n % asked.mine.count)}` });
  const customer = apiEvent(agentId, { method: 'GET', path: `/v1/customers/${customerIdOf(asked.regular.from)}` });
  const sought = apiEvent(agentId, { method: 'POST', path: '/v1/search', body: { text: phoneOf(asked.regular.from) } });
  const route = (n: number) => sqsEvent({ do: 'route', conversationId: idOf(at(asked.new, n)) });
  const late = (n: number) => {
    const { id, dueAt } = deadlineOf(at(asked.overdue, n));
    return { kind: 'deadline', conversationId: idOf(at(asked.overdue, n)), id, dueAt };
  };
  const place = (n: number) => sqsEvent(envelopeOf(n, position * perSize + n));
  return [
    { check: 'inbox page, mine', module: api, events: each(() => view('mine')) },
    { check: 'inbox page, unassigned', module: api, events: each(() => view('unassigned')) },
    { check: 'open a conversation', module: api, events: each(opened) },
    { check: "a customer's conversations", module: api, events: each(() => customer) },
    { check: 'search by address', module: api, events: each(() => sought) },
    { check: 'route: choose an agent', module: handlerOf('route-conversations'), events: each(route), saves: true },
    {
      check: 'route: serve the waiting line',
      module: handlerOf('route-conversations'),
      events: each(() => sqsEvent({ do: 'serve-line', agentId })),
      before: { url: tableUrl, ...onePlaceFree },
      saves: true,
    },
    { check: 'escalate: a missed deadline', module: handlerOf('escalate'), events: each(late), saves: true },
    { check: 'place a message', module: handlerOf('receive-messages'), events: each(place), saves: true },
  ];
}

/** The business: who serves the line, who serves the quiet queue, and forty colleagues elsewhere. */
export async function setUp(table: Table): Promise<void> {
  const { agents, connections, settings } = storesOn(table);
  const elsewhere = { queueIds: ['elsewhere'] };
  await Promise.all([
    agents.put(anAgent({ id: agentId, name: agentId, capacity: 100, load: 99, queueIds: [queues.line] })),
    agents.put(anAgent({ id: 'quiet', name: 'quiet', capacity: 100, queueIds: [queues.quiet] })),
    ...colleagues.map((id) => agents.put(anAgent({ id, name: id, capacity: 100, load: 50, ...elsewhere }))),
    connections.put(connection),
    ...[queues.line, queues.quiet].map((id) => settings.queues.put(aQueue({ id, name: id }))),
    settings.policies.put(aPolicy()),
    settings.calendars.put(alwaysOpen),
  ]);
}
