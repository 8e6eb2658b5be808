import type { Provider } from '#domain/channels/channel.ts';
import type {
  FileStore,
  InboundEnvelope,
  InboundItem,
  PlaceableItem,
  ReadEnvelope,
} from '#domain/channels/inbound-envelope.ts';
import type { LedgerStore } from '#domain/channels/ledger.ts';
import type { QuarantineStore } from '#domain/channels/quarantine.ts';
import { soundItem } from '#domain/channels/sound-text.ts';
import { claimKey } from '#domain/conversations/find-conversation.ts';
import type { PlacingNeeds } from '#domain/conversations/place-message.ts';
import type { LedgerEntry } from '#domain/conversations/ports.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { NoteHealth } from './place-item.ts';
import { placeItem } from './place-item.ts';

export type ReceivingNeeds = PlacingNeeds & {
  readonly reader: (provider: Provider) => Promise<ReadEnvelope>;
  readonly files: Pick<FileStore, 'remove'>;
  readonly quarantine: QuarantineStore;
  readonly ledger: LedgerStore;
  readonly noteHealth: NoteHealth;
  readonly log: {
    info(event: string, fields: Record<string, unknown>): void;
    /** Counted for the alarm; may take a moment. */
    quarantined(): unknown;
  };
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** What one item came to: where it is counted, and what has to be quarantined. */
type Outcome =
  | { readonly kind: 'placed' }
  | { readonly kind: 'dropped'; readonly rule: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly body?: string };

/** A redelivery of the queue finds the effect there already, made by the same delivery of the provider: nothing new came in. */
async function isOurOwn(needs: ReceivingNeeds, item: PlaceableItem, entry: LedgerEntry): Promise<boolean> {
  for (const { connectionId, providerId } of namesOf(item)) {
    const claimed = await needs.conversations.claimed(claimKey(connectionId, providerId));
    if (claimed?.via === entry.envelopeId) return true;
  }
  return false;
}

/** Under what an item's effect may be claimed: a mail by its Message-ID, or by the provider's id when that was taken. */
function namesOf(item: PlaceableItem): readonly Name[] {
  const name = nameOf(item);
  const messageId = item.kind === 'message' ? item.message.email?.messageId : undefined;
  if (!name) return [];
  return messageId ? [name, { connectionId: name.connectionId, providerId: messageId }] : [name];
}

type Name = { readonly connectionId: string; readonly providerId: string };

/** Under what an item's effect is claimed. */
function nameOf(item: PlaceableItem): Name | undefined {
  switch (item.kind) {
    case 'message':
      return item.message;
    case 'sent-elsewhere':
      return item.sent;
    case 'update':
      return { connectionId: item.update.connectionId, providerId: `update:${item.update.updateId}` };
    case 'consent':
      return { connectionId: item.consent.connectionId, providerId: `consent:${item.consent.id}` };
    case 'receipt':
    case 'notice':
      return undefined;
  }
}

async function outcomeOf(needs: ReceivingNeeds, item: InboundItem, entry: LedgerEntry): Promise<Outcome> {
  if (item.kind === 'dropped') return item;
  if (item.kind === 'unreadable') return { kind: 'refused', reason: item.reason, body: item.body };
  const placed = await placeItem(needs, item, entry);
  if (placed === 'placed') return { kind: 'placed' };
  if (placed !== 'duplicate') return { kind: 'dropped', rule: placed };
  return (await isOurOwn(needs, item, entry)) ? { kind: 'placed' } : { kind: 'dropped', rule: 'already-placed' };
}

type Quarantined = { readonly reason: string; readonly body: string };

/** Kept whole, under an id of its own content: a second delivery of the same body is the same entry. */
async function quarantine(
  needs: ReceivingNeeds,
  envelope: InboundEnvelope,
  { reason, body }: Quarantined,
): Promise<void> {
  const { quarantineId, ...original } = envelope;
  const id = quarantineId ?? needs.idFrom('quarantine', original.provider, original.connectionId ?? '', body);
  const before = await needs.quarantine.get(id);
  const kept = before?.envelope ?? { ...original, body };
  const attempts = (before?.attempts ?? 0) + 1;
  const quarantinedAt = before?.quarantinedAt ?? instant(needs.now());
  await needs.quarantine.put({ id, envelope: kept, reason, quarantinedAt, attempts });
  const connectionId = original.connectionId ?? original.provider;
  await needs.ledger.note({
    connectionId,
    receivedAt: kept.receivedAt,
    itemId: id,
    outcome: 'quarantined',
    quarantineId: id,
  });
  await needs.log.quarantined();
  needs.log.info('quarantined', { quarantineId: id, provider: original.provider });
}

async function notePlaced(needs: ReceivingNeeds, quarantineId: string | undefined): Promise<void> {
  const entry = quarantineId ? await needs.quarantine.get(quarantineId) : undefined;
  if (!entry) return;
  await needs.quarantine.put({ ...entry, placedAt: instant(needs.now()) });
  const connectionId = entry.envelope.connectionId ?? entry.envelope.provider;
  await needs.ledger.settle({ connectionId, receivedAt: entry.envelope.receivedAt, itemId: entry.id });
}

/** Who answers for what comes in through a connection that somebody switched off. */
async function mustBeEnabled(needs: ReceivingNeeds, { connectionId }: InboundEnvelope): Promise<void> {
  const connection = connectionId === undefined ? undefined : await needs.connections.get(connectionId);
  if (connection?.disabled)
    throw new Refusal('invalid', `connection ${connection.id} is disabled; enable it and retry`);
}

async function refusalsTold<Result>(work: () => Promise<Result>): Promise<Result | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function read(needs: ReceivingNeeds, envelope: InboundEnvelope): Promise<readonly InboundItem[]> {
  await mustBeEnabled(needs, envelope);
  const items = await (await needs.reader(envelope.provider))(envelope);
  return items.map(soundItem);
}

/** The connection that an item is counted with. What names none is the only one's of its provider, else the provider's. */
async function connectionIn(needs: ReceivingNeeds, item: InboundItem, envelope: InboundEnvelope): Promise<string> {
  const { connectionId, provider } = envelope;
  if (connectionId !== undefined) return connectionId;
  const name = item.kind === 'dropped' || item.kind === 'unreadable' ? undefined : nameOf(item);
  if (name) return name.connectionId;
  const [only, another] = (await needs.connections.list()).filter((one) => one.provider === provider);
  return only && !another ? only.id : provider;
}

type Position = { readonly item: InboundItem; readonly position: number };

/** Gives one item its effect and counts what became of it. */
async function settle(
  needs: ReceivingNeeds,
  envelope: InboundEnvelope,
  { item, position }: Position,
): Promise<Outcome> {
  const envelopeId = envelope.id ?? needs.idFrom('envelope', envelope.receivedAt, envelope.body);
  const connectionId = await connectionIn(needs, item, envelope);
  const entry: LedgerEntry = { connectionId, envelopeId, receivedAt: envelope.receivedAt };
  const told = await refusalsTold(() => outcomeOf(needs, item, entry));
  const outcome: Outcome = told instanceof Refusal ? { kind: 'refused', reason: told.message } : told;
  if (outcome.kind === 'dropped') needs.log.info('item-dropped', { rule: outcome.rule, provider: envelope.provider });
  const isCounted = !(item.kind === 'dropped' && item.isOwnNews);
  if (outcome.kind === 'dropped' && isCounted) {
    const itemId = `${envelopeId}-${position}`;
    await needs.ledger.note({ ...entry, itemId, outcome: 'dropped', rule: outcome.rule });
  }
  return outcome;
}

/**
 * Reads what a provider sent and places each thing in it, once. What cannot be read or placed goes to quarantine with the
 * reason, alone where the batch can be taken apart; its neighbours are placed. Outages are thrown, and the SQS queue
 * delivers again.
 */
export async function receiveEnvelope(needs: ReceivingNeeds, envelope: InboundEnvelope): Promise<void> {
  const items = await refusalsTold(() => read(needs, envelope));
  if (items instanceof Refusal) return quarantine(needs, envelope, { reason: items.message, body: envelope.body });
  const refused: Quarantined[] = [];
  for (const [position, item] of items.entries()) {
    const outcome = await settle(needs, envelope, { item, position });
    if (outcome.kind === 'refused') refused.push({ reason: outcome.reason, body: outcome.body ?? envelope.body });
  }
  for (const one of new Map(refused.map((each) => [each.body, each])).values()) await quarantine(needs, envelope, one);
  if (refused.length === 0) await notePlaced(needs, envelope.quarantineId);
}
