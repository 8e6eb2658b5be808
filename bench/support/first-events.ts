import { subprotocol } from '#domain/chat/version.ts';
import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { ApiAnswer } from '#functions/middleware/api/request.ts';
import { keysOf } from '#lib/keys-of.ts';
import { localChannels } from '#local/channels/channels.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { queueArn, queueName, region, sqsQueueNames } from '#local/names.ts';
import { watch } from './counted-calls.ts';
import { type Driver, driverOf } from './drive.ts';
import { act, httpWake, wakeOf } from './provider-requests.ts';
import { business, type System } from './system.ts';
import { mailNotification, smsWebhook } from './traffic.ts';
import { apiEvent, reply } from './transitions.ts';
import type { Turn } from './turns.ts';

/** What a customer might write first; long enough for its language to be looked for. */
const text = 'Hello, my parcel with the lamp was due on Monday and has not arrived. When will it be delivered?';

const prefix = 'CONVERSATION#';

function conversationIn(records: readonly StreamRecord[]): string {
  const keys = records.map(({ dynamodb }) => dynamodb.Keys?.pk?.S ?? '');
  return keys.find((pk) => pk.startsWith(prefix))?.slice(prefix.length) ?? '';
}

type Placed = { readonly conversationId: string; readonly records: readonly StreamRecord[] };

/** A message placed in a conversation and not yet published. */
async function place(driver: Driver, turn: Turn, position: number): Promise<Placed> {
  await driver.invoke('twilioSmsWebhook', smsWebhook(turn, position));
  await driver.invoke('receiveMessages', await driver.receive('inbound'));
  const records = await driver.readStream();
  return { conversationId: conversationIn(records), records };
}

/** What the outbound SQS queue holds once an agent has answered. */
async function replyToDeliver(driver: Driver, conversationId: string): Promise<unknown> {
  await reply(driver, conversationId);
  await driver.settle([]);
  return driver.receive('outbound');
}

const orderEvent = (order: unknown) => ({
  Records: [
    {
      messageId: 'bench',
      body: JSON.stringify(order),
      attributes: { ApproximateReceiveCount: '1' },
      eventSourceARN: queueArn(queueName('standard')),
      awsRegion: region,
    },
  ],
});

/** What providers send first, by the function that it wakes. Nothing is delivered, so that nothing is in the way of the others. */
async function fromProviders(now: Date): Promise<Partial<Record<FunctionName, unknown>>> {
  const events: Partial<Record<FunctionName, unknown>> = {};
  // The chat would open a session over HTTP.
  for (const channel of localChannels.filter(({ connection }) => connection.provider !== 'web-chat'))
    await act(channel, {
      now,
      publicUrl: business.publicUrl,
      post: async (request) => {
        const { name, event } = await wakeOf(request, now);
        events[name] ??= event;
        return { status: 200, body: '{}' };
      },
    });
  return events;
}

const page = 'https://www.parley.example';

/** A visitor opens the chat, and its socket. */
async function fromVisitor(driver: Driver): Promise<Partial<Record<FunctionName, unknown>>> {
  const chatApi = httpWake({
    path: '/chat/support-web-chat/sessions',
    headers: { 'content-type': 'application/json', origin: page },
    body: '{}',
  }).event;
  const started = (await driver.invoke('chatApi', chatApi)) as ApiAnswer;
  const { token }: { readonly token: string } = JSON.parse(started.body ?? '{}');
  return {
    chatApi,
    chatSocket: {
      requestContext: { connectionId: 'socket-of-a-visitor', routeKey: '$connect' },
      headers: { 'sec-websocket-protocol': `${subprotocol}, ${token}`, origin: page },
    },
    webFormWebhook: httpWake({ method: 'GET', path: '/webhooks/web-form/support-web-form', headers: {}, body: '' })
      .event,
  };
}

/** For each function the event that wakes it first on a quiet morning: somebody new writes, and what follows from it. */
export async function firstEvents(system: System, round: number): Promise<Record<FunctionName, unknown>> {
  const seen = watch();
  const driver = driverOf(system, seen, () => undefined);
  try {
    const outside = { ...(await fromProviders(system.clock.now())), ...(await fromVisitor(driver)) };
    await forgetAll(driver);
    const events: Partial<Record<FunctionName, unknown>> = { ...outside, ...(await fromTexts(driver, 10 * round)) };
    const missing = keysOf(catalogue).filter((name) => events[name] === undefined);
    if (missing.length > 0) throw new Error(`nothing wakes ${missing.join(', ')} first`);
    return events as Record<FunctionName, unknown>;
  } finally {
    seen.stop();
    driver.stop();
  }
}

/** What the round before left, so that the first text of this one is alone. */
async function forgetAll(driver: Driver): Promise<void> {
  for (const queue of sqsQueueNames) while (await driver.receive(queue));
  while ((await driver.readStream()).length > 0);
}

/** Texts and mails from `first` on, and what agents do about them. */
async function fromTexts(driver: Driver, first: number): Promise<Partial<Record<FunctionName, unknown>>> {
  const turn = (position: number): Turn => ({ thread: first + position, turn: 0, text });
  const agentId = business.agents[0]?.id ?? '';
  const answered = await place(driver, turn(0), first);
  const deliverReplies = await replyToDeliver(driver, answered.conversationId);
  const { conversationId, records } = await place(driver, turn(1), first + 1);
  await driver.invoke('twilioSmsWebhook', smsWebhook(turn(2), first + 2));
  const health = { method: 'GET', path: `/v1/connections/${business.sms.id}/health`, group: 'supervisor' } as const;
  return {
    twilioSmsWebhook: smsWebhook(turn(3), first + 3),
    sesEmailWebhook: await mailNotification(turn(4), first + 4),
    receiveMessages: await driver.receive('inbound'),
    publishEvents: { Records: records },
    routeConversations: orderEvent({ do: 'route', conversationId }),
    escalate: { kind: 'deadline', conversationId, id: 'met', dueAt: '2026-11-19T12:00:00.000Z' },
    deliverReplies,
    agentApi: apiEvent(agentId, { method: 'GET', path: '/v1/bootstrap' }),
    connectionsApi: apiEvent(agentId, health),
    realtime: {
      requestContext: { connectionId: `socket-${agentId}`, routeKey: '$default' },
      body: JSON.stringify({ type: 'ping' }),
    },
  };
}
