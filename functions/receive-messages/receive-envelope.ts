import type { Provider } from '#domain/channels/channel.ts';
import type { InboundEnvelope, InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { QuarantineStore } from '#domain/channels/quarantine.ts';
import { type PlacingNeeds, placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

export type ReceivingNeeds = PlacingNeeds & {
  readonly readers: Readonly<Record<Provider, ReadEnvelope>>;
  readonly quarantine: QuarantineStore;
  readonly log: {
    info(event: string, fields: Record<string, unknown>): void;
    /** Counted for the alarm. */
    quarantined(): void;
  };
  readonly wait: (milliseconds: number) => Promise<void>;
};

const channelOf = { 'twilio-sms': 'sms', 'ses-email': 'email' } as const;

/**
 * A receipt can overtake the answer to our send by moments; after that it is about nothing of ours. A whole batch of
 * unknown ones must be through well within the function's time, or it would take its neighbours down with it.
 */
const receiptPausesMs = [100, 300, 900];

async function receipt(
  needs: ReceivingNeeds,
  envelope: InboundEnvelope,
  item: Extract<InboundItem, { kind: 'receipt' }>,
): Promise<void> {
  for (const pause of [0, ...receiptPausesMs]) {
    if (pause > 0) await needs.wait(pause);
    if ((await placeReceipt(needs, channelOf[envelope.provider], item.receipt)) === 'placed') return;
  }
  throw new Refusal('invalid', 'a receipt for a message that Parley did not send through this connection');
}

async function place(needs: ReceivingNeeds, envelope: InboundEnvelope, item: InboundItem): Promise<void> {
  switch (item.kind) {
    case 'message': {
      const { conversationId, outcome } = await placeMessage(needs, item.message);
      needs.log.info('message-placed', { conversationId, outcome, provider: envelope.provider });
      return;
    }
    case 'receipt':
      return receipt(needs, envelope, item);
    case 'dropped':
      needs.log.info('item-dropped', { rule: item.rule, provider: envelope.provider });
  }
}

/** Kept whole, under an id of its own content: a second delivery of the same body is the same entry. */
async function quarantine(needs: ReceivingNeeds, envelope: InboundEnvelope, refusal: Refusal): Promise<void> {
  const { quarantineId, ...original } = envelope;
  const id = quarantineId ?? needs.idFrom('quarantine', original.provider, original.connectionId ?? '', original.body);
  const before = await needs.quarantine.get(id);
  await needs.quarantine.put({
    id,
    envelope: before?.envelope ?? original,
    reason: refusal.message,
    quarantinedAt: before?.quarantinedAt ?? instant(needs.now()),
    attempts: (before?.attempts ?? 0) + 1,
  });
  needs.log.quarantined();
  needs.log.info('quarantined', { quarantineId: id, provider: original.provider });
}

async function notePlaced(needs: ReceivingNeeds, quarantineId: string | undefined): Promise<void> {
  const entry = quarantineId ? await needs.quarantine.get(quarantineId) : undefined;
  if (entry) await needs.quarantine.put({ ...entry, placedAt: instant(needs.now()) });
}

/**
 * Reads what a provider sent and places each thing in it, once. A body that cannot be read or placed goes to
 * quarantine with the reason; its neighbours are placed. Outages are thrown, and the SQS queue delivers again.
 */
export async function receiveEnvelope(needs: ReceivingNeeds, envelope: InboundEnvelope): Promise<void> {
  let refusal: Refusal | undefined;
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
      return undefined;
    }
  };
  const items = (await attempt(() => needs.readers[envelope.provider](envelope))) ?? [];
  for (const item of items) await attempt(() => place(needs, envelope, item));
  if (refusal) await quarantine(needs, envelope, refusal);
  else await notePlaced(needs, envelope.quarantineId);
}
