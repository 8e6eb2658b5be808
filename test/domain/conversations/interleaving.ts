import type { DeliveryStatus, Receipt } from '#domain/channels/delivery.ts';
import type { Consent, MessageChange, MessageUpdate } from '#domain/channels/message-update.ts';
import { deliverReply } from '#domain/conversations/deliver-reply.ts';
import type { ConversationEvent } from '#domain/conversations/events.ts';
import { placeConsent } from '#domain/conversations/place-consent.ts';
import { placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { placeUpdate } from '#domain/conversations/place-update.ts';
import { placeWatermark } from '#domain/conversations/place-watermark.ts';
import { aConnection, aMessage, aReply } from '#test/support/builders.ts';
import { aWorld, type World } from '#test/support/memory-world.ts';

export type Sender = { readonly number: number; readonly tells: 'receipts' | 'watermarks' };

type Told =
  | { readonly kind: 'message'; readonly index: number }
  | { readonly kind: 'update'; readonly index: number; readonly position: number; readonly change: MessageChange }
  | { readonly kind: 'consent'; readonly position: number; readonly to: 'stop' | 'start' }
  | { readonly kind: 'reply'; readonly index: number; readonly early: DeliveryStatus | undefined }
  | { readonly kind: 'receipt'; readonly index: number; readonly status: DeliveryStatus }
  | { readonly kind: 'watermark'; readonly index: number; readonly status: DeliveryStatus };

/** One thing that happens. `isAgain`: the same once more, when it has been told before. */
export type Op = Told & { readonly who: Sender; readonly isAgain?: true };

/** What came of it all, whatever the order. */
export type Telling = {
  readonly conversations: Readonly<Record<string, Shown>>;
  readonly optedOut: Readonly<Record<string, readonly string[]>>;
  /** By answer. */
  readonly timesSent: Readonly<Record<string, number>>;
};

type Shown = {
  readonly customerId: string;
  readonly optedOut: boolean;
  readonly messages: readonly (readonly [providerId: string, text: string, isDeleted: boolean])[];
  /** Of each message, in the customer's order. */
  readonly changes: Readonly<Record<string, readonly MessageChange[]>>;
  readonly deliveries: Readonly<Record<string, DeliveryStatus>>;
};

type Stage = {
  readonly world: World;
  readonly sent: Map<string, number>;
  readonly done: Set<string>;
};

const connections = {
  receipts: aConnection(),
  watermarks: aConnection({ id: 'support-page', provider: 'messenger', channel: 'messenger', accountId: 'page' }),
} as const;

const minute = (count: number): string => new Date(Date.UTC(2026, 10, 19, 12, count)).toISOString();

/** Answers are ten minutes apart; what is told of one is told a minute later. */
const repliedAt = (index: number): string => minute(10 * index + 5);

const addressOf = ({ number, tells }: Sender) =>
  tells === 'receipts' ? { address: `+1555010${number}` } : { address: `person-${number}`, scope: 'page' };

const messageIdOf = (who: Sender, index: number): string => `reply-${who.number}-${index}`;
const incomingId = (who: Sender, index: number): string => `in-${who.number}-${index}`;

const keyOf = ({ isAgain: _, ...op }: Op): string => JSON.stringify(op);

async function conversationOf({ world }: Stage, who: Sender) {
  const claimed = await world.conversations.claimed(`${connections[who.tells].id}#${incomingId(who, 0)}`);
  return claimed?.conversationId;
}

/** `later`: it is about something that is not there yet. */
type Outcome = 'done' | 'later';

const outcomeOf = (placed: string): Outcome => (placed === 'unknown' ? 'later' : 'done');

async function write({ world }: Stage, who: Sender, index: number): Promise<Outcome> {
  const { channel, id: connectionId } = connections[who.tells];
  const sender = { ...addressOf(who), verified: true };
  const providerId = incomingId(who, index);
  const text = `Message ${index} of ${who.number}`;
  await placeMessage(world, aMessage({ channel, connectionId, providerId, sender, text, sentAt: minute(index) }));
  return 'done';
}

async function update({ world }: Stage, op: Op & { readonly kind: 'update' }): Promise<Outcome> {
  const about: MessageUpdate = {
    connectionId: connections[op.who.tells].id,
    providerId: incomingId(op.who, op.index),
    updateId: `update-${op.who.number}-${op.position}`,
    at: minute(op.position),
    by: 'customer',
    change: op.change,
  };
  return outcomeOf(await placeUpdate({ ...world.needs, files: { remove: async () => undefined } }, about));
}

async function consent({ world }: Stage, { who, position, to }: Op & { readonly kind: 'consent' }): Promise<Outcome> {
  const { channel, id: connectionId } = connections[who.tells];
  const id = `consent-${who.number}-${position}`;
  const given: Consent = {
    channel,
    connectionId,
    sender: addressOf(who),
    to,
    extent: 'everything',
    reason: 'said so',
    at: minute(position),
    id,
  };
  await placeConsent(world, given);
  return 'done';
}

const receiptOf = (who: Sender, index: number, status: DeliveryStatus): Receipt => ({
  connectionId: connections[who.tells].id,
  providerId: `out-${messageIdOf(who, index)}`,
  status,
  at: minute(10 * index + 6),
  receiptId: `${messageIdOf(who, index)}:${status}`,
});

/** An agent answers as soon as there is a conversation; the order to send may be handed out twice. */
async function reply(stage: Stage, { who, index, early, isAgain }: Op & { readonly kind: 'reply' }): Promise<Outcome> {
  const conversationId = await conversationOf(stage, who);
  if (conversationId === undefined) return 'later';
  const { world, sent } = stage;
  const { channel, id: connectionId } = connections[who.tells];
  const messageId = messageIdOf(who, index);
  world.moveClockTo(repliedAt(index));
  const written = aReply({ messageId, channel, connectionId, to: addressOf(who).address });
  if (!isAgain) await world.happens(conversationId, written);
  const events = await world.events(conversationId);
  const order = events.find((event) => event.type === 'ReplyWritten' && event.messageId === messageId);
  if (order?.type !== 'ReplyWritten') throw new Error(`${messageId} was not written`);
  const send = async () => {
    sent.set(messageId, (sent.get(messageId) ?? 0) + 1);
    if (early) await placeReceipt(world, { ...receiptOf(who, index, early), about: { conversationId, messageId } });
    return { status: 'sent', providerId: `out-${messageId}` } as const;
  };
  const attempt = isAgain ? 2 : 1;
  await deliverReply({ ...world.needs, send }, { conversationId, reply: order, attempt, attemptsAllowed: 20 });
  return 'done';
}

/** A watermark is about what was sent before it; providers do not tell what they have not been given. */
async function watermark(stage: Stage, { who, index, status }: Op & { readonly kind: 'watermark' }): Promise<Outcome> {
  if (!stage.sent.has(messageIdOf(who, index))) return 'later';
  const { channel } = connections[who.tells];
  const receipt = { ...receiptOf(who, index, status), providerId: '', upTo: addressOf(who) };
  return outcomeOf(await placeWatermark(stage.world, channel, receipt));
}

async function happen(stage: Stage, op: Op): Promise<Outcome> {
  if (op.isAgain && !stage.done.has(keyOf(op))) return 'later';
  switch (op.kind) {
    case 'message':
      return write(stage, op.who, op.index);
    case 'update':
      return update(stage, op);
    case 'consent':
      return consent(stage, op);
    case 'reply':
      return reply(stage, op);
    case 'receipt':
      return outcomeOf(await placeReceipt(stage.world, receiptOf(op.who, op.index, op.status)));
    case 'watermark':
      return watermark(stage, op);
  }
}

/** Lets everything happen: each stream in its order, and among streams as the picks say, then one after another. */
export async function play(streams: readonly (readonly Op[])[], picks: readonly number[]): Promise<Telling> {
  const world = aWorld({ connections: Object.values(connections) });
  const stage: Stage = { world, sent: new Map(), done: new Set() };
  let waiting = streams.map((stream) => [...stream]);
  const take = async (stream: Op[]): Promise<boolean> => {
    const [op] = stream;
    if (!op || (await happen(stage, op)) === 'later') return false;
    stage.done.add(keyOf(op));
    stream.shift();
    return true;
  };
  for (const pick of picks) {
    waiting = waiting.filter((stream) => stream.length > 0);
    const chosen = waiting[pick % Math.max(waiting.length, 1)];
    if (chosen) await take(chosen);
  }
  while (waiting.some((stream) => stream.length > 0)) {
    let hasHappened = false;
    for (const stream of waiting) hasHappened = (await take(stream)) || hasHappened;
    if (!hasHappened) throw new Error(`these never happen: ${waiting.flat().map(keyOf).join(', ')}`);
  }
  return tellingOf(stage);
}

const tellingOf = ({ world, sent }: Stage): Telling => ({
  conversations: Object.fromEntries(
    [...world.memory.conversations.values()]
      .toSorted((one, other) => one.id.localeCompare(other.id))
      .map(({ id, customerId, optedOut, deliveries }) => {
        const events = world.memory.events.get(id) ?? [];
        const inOrder = Object.entries(deliveries).toSorted(([one], [other]) => one.localeCompare(other));
        return [id, { customerId, optedOut, ...shown(events), deliveries: Object.fromEntries(inOrder) }];
      }),
  ),
  optedOut: Object.fromEntries([...world.memory.customers.values()].map(({ id, optedOut }) => [id, optedOut])),
  timesSent: Object.fromEntries(sent),
});

/** As an agent sees it: by the provider's time. */
function shown(events: readonly ConversationEvent[]): Pick<Shown, 'messages' | 'changes'> {
  const received = events
    .flatMap((event) => (event.type === 'MessageReceived' ? [event] : []))
    .toSorted((one, other) => one.message.providerId.localeCompare(other.message.providerId));
  const changesOf = (eventId: string) =>
    events.flatMap((event) =>
      event.type === 'MessageUpdated' && event.aboutEventId === eventId ? [event.change] : [],
    );
  return {
    messages: received.map(({ message, deletedAt }) => [message.providerId, message.text, deletedAt !== undefined]),
    changes: Object.fromEntries(received.map(({ id, message }) => [message.providerId, changesOf(id)])),
  };
}
