import type { FunctionName } from '#functions/catalogue.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { queueArn, queueName, region } from '#local/names.ts';
import { watch } from './counted-calls.ts';
import { type Driver, driverOf } from './drive.ts';
import { business, type System } from './system.ts';
import { mailNotification, smsWebhook, type Turn } from './traffic.ts';
import { apiEvent, reply } from './transitions.ts';

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

/** For each function the event that wakes it first on a quiet morning: somebody new writes, and what follows from it. */
export async function firstEvents(system: System, round: number): Promise<Record<FunctionName, unknown>> {
  const seen = watch();
  const driver = driverOf(system, seen, () => undefined);
  const first = 10 * round;
  const turn = (position: number): Turn => ({ thread: first + position, turn: 0, text });
  const agentId = business.agents[0]?.id ?? '';
  try {
    while ((await driver.readStream()).length > 0);
    const answered = await place(driver, turn(0), first);
    const deliverReplies = await replyToDeliver(driver, answered.conversationId);
    const { conversationId, records } = await place(driver, turn(1), first + 1);
    await driver.invoke('twilioSmsWebhook', smsWebhook(turn(2), first + 2));
    return {
      twilioSmsWebhook: smsWebhook(turn(3), first + 3),
      sesEmailWebhook: await mailNotification(turn(4), first + 4),
      receiveMessages: await driver.receive('inbound'),
      publishEvents: { Records: records },
      routeConversations: orderEvent({ do: 'route', conversationId }),
      escalate: { kind: 'deadline', conversationId, id: 'met', dueAt: '2026-11-19T12:00:00.000Z' },
      deliverReplies,
      agentApi: apiEvent(agentId, { method: 'GET', path: '/v1/bootstrap' }),
      realtime: {
        requestContext: { connectionId: `socket-${agentId}`, routeKey: '$default' },
        body: JSON.stringify({ type: 'ping' }),
      },
    };
  } finally {
    seen.stop();
    driver.stop();
  }
}
