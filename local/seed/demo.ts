import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationPage, ConversationRow } from '#functions/agent-api/contract.ts';
import type { LocalSystem } from '../system.ts';
import { ApiRefusal, type CallApi } from './call-api.ts';
import { elsewhere, elsewhereMinutesAgo } from './demo-channels.ts';
import { type Action, type Arrival, type Stage, stages } from './demo-messages.ts';
import { sendMail, sendText } from './simulate.ts';
import { simulate } from './simulate-channel.ts';

export type DemoNeeds = { readonly system: LocalSystem; readonly callApi: CallApi };

const minuteMs = 60_000;
/** How far back the demo begins. */
export const demoBeginsMinutesAgo = (stages[0]?.minutesAgo ?? 0) + 1;

/** Lives through a day of messages: each is really sent, and answered through the API. What is there already stays as it is. */
export async function playDemo(needs: DemoNeeds): Promise<void> {
  for (const stage of stages) {
    await moveTo(needs, stage.minutesAgo);
    await play(needs, stage);
  }
  await moveTo(needs, elsewhereMinutesAgo);
  await writeElsewhere(needs);
  await moveTo(needs, 0);
  await settled(needs);
}

/** Customers on the other channels, whom nobody has answered yet. */
async function writeElsewhere(needs: DemoNeeds): Promise<void> {
  const { deliver, clock, addresses } = needs.system;
  for (const asked of elsewhere) await simulate({ deliver, now: clock.now(), publicUrl: addresses.url }, asked);
  await settled(needs);
}

/** Clocks only run forward; one that is already later stays. */
async function moveTo({ system: { clock } }: DemoNeeds, minutesAgo: number): Promise<void> {
  await clock.advance(Math.max(0, Date.now() - minutesAgo * minuteMs - clock.now().getTime()));
}

async function play(needs: DemoNeeds, { arrivals }: Stage): Promise<void> {
  await Promise.all(arrivals.map((arrival) => arrive(needs, arrival)));
  await settled(needs);
  const rows = await allRows(needs);
  for (const arrival of arrivals) {
    const row = rows.find(({ customerName }) => customerName === nameOf(arrival));
    if (!row) throw new Error(`the demo's message of ${nameOf(arrival)} has become no conversation`);
    for (const [index, action] of (arrival.then ?? []).entries())
      await act(needs, { id: row.id, action, key: `${keyOf(arrival)}-${index}` });
  }
}

const keyOf = (arrival: Arrival): string => {
  const source = 'text' in arrival ? `${arrival.text.from} ${arrival.text.text}` : arrival.mail.messageId;
  return createHash('sha256').update(source).digest('hex').slice(0, 32);
};

const nameOf = (arrival: Arrival): string =>
  'text' in arrival ? arrival.text.from : (arrival.mail.from.split(' <')[0] ?? arrival.mail.from);

async function arrive({ system: { addresses } }: DemoNeeds, arrival: Arrival): Promise<void> {
  if ('mail' in arrival) return sendMail(addresses.smtpPort, arrival.mail);
  const status = await sendText(addresses.url, { ...arrival.text, sid: `SM${keyOf(arrival)}` });
  if (status !== 200) throw new Error(`the demo's text message was answered with ${status}`);
}

async function allRows({ callApi }: DemoNeeds): Promise<readonly ConversationRow[]> {
  const pages = await Promise.all(
    ['open', 'snoozed', 'resolved'].map((view) =>
      callApi('rita', { path: `/v1/conversations?view=${view}&limit=100` }),
    ),
  );
  return pages.flatMap((page) => (page as ConversationPage).items);
}

type Step = { readonly id: string; readonly action: Action; readonly key: string };

async function act(needs: DemoNeeds, { id, action, key }: Step): Promise<void> {
  const { callApi, system } = needs;
  const { conversation } = (await callApi('rita', { path: `/v1/conversations/${id}` })) as {
    readonly conversation: ConversationRow;
  };
  const by = conversation.holder.kind === 'agent' ? conversation.holder.agentId : 'rita';
  const { path, body } = requestFor(action, { conversation, now: system.clock.now() });
  const request = {
    method: 'POST',
    path: `/v1/conversations/${id}/${path}`,
    body,
    idempotencyKey: `demo-${key}`,
  } as const;
  await callApi(by, request).catch(unlessDone);
  // Whoever gets it next should have it before the next step.
  await settled(needs);
}

/** An interrupted demo begins again from its start; what it did before is refused, for its key is used. */
function unlessDone(error: unknown): void {
  if (!(error instanceof ApiRefusal && error.status === 409)) throw error;
}

type About = { readonly conversation: ConversationRow; readonly now: Date };

function requestFor(action: Action, { conversation, now }: About): { readonly path: string; readonly body: object } {
  const lastSeenEventId = conversation.lastMessage?.eventId;
  switch (action.do) {
    case 'reply':
      return { path: 'replies', body: { text: action.text, lastSeenEventId } };
    case 'reply-and-resolve':
      return { path: 'replies', body: { text: action.text, lastSeenEventId, andResolve: true } };
    case 'note':
      return { path: 'notes', body: { text: action.text } };
    case 'transfer':
      return { path: 'transfer', body: { queueId: action.queueId, reason: action.reason } };
    case 'snooze':
      return { path: 'snooze', body: { until: new Date(now.getTime() + action.hours * 60 * minuteMs).toISOString() } };
  }
}

const lookEveryMs = 15;
const patienceMs = 15_000;

/** Waits until nothing is on its way; looks twice, since a message may change queues in between. */
async function settled({ system: { sources } }: DemoNeeds): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 2 && performance.now() < giveUpAt; ) {
    const depths = Object.values(await sources.depths());
    const isQuiet = sources.isStreamIdle() && depths.every(({ waiting, inFlight }) => waiting + inFlight === 0);
    quiet = isQuiet ? quiet + 1 : 0;
    if (!isQuiet) await wait(lookEveryMs);
  }
}
