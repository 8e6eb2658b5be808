import type { Receipt } from '#domain/channels/delivery.ts';
import type { FileStore, PlaceableItem } from '#domain/channels/inbound-envelope.ts';
import type { AccountNotice } from '#domain/channels/message-update.ts';
import { placeConsent } from '#domain/conversations/place-consent.ts';
import { type PlacingNeeds, placeMessage } from '#domain/conversations/place-message.ts';
import { placeReceipt } from '#domain/conversations/place-receipt.ts';
import { placeSentElsewhere } from '#domain/conversations/place-sent-elsewhere.ts';
import { placeUpdate } from '#domain/conversations/place-update.ts';
import { placeWatermark } from '#domain/conversations/place-watermark.ts';
import type { LedgerEntry } from '#domain/conversations/ports.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

export type NoteHealth = (notice: AccountNotice) => Promise<void>;

type Needs = PlacingNeeds & {
  readonly files: Pick<FileStore, 'remove'>;
  readonly noteHealth: NoteHealth;
  readonly log: { info(event: string, fields: Record<string, unknown>): void };
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** `duplicate`: its effect was there. Any other text names the rule by which it was not kept. */
type Placed = 'placed' | 'duplicate' | (string & {});

/**
 * A receipt can overtake the answer to our send by moments, an edit its message; after that they are about nothing of
 * ours. A whole batch of unknown ones must be through well within the function's time, or it would take its neighbours
 * down with it.
 */
const pausesMs = [100, 300, 900];

async function onceKnown<Known extends string>(
  needs: Needs,
  place: () => Promise<Known | 'unknown'>,
): Promise<Known | 'unknown'> {
  for (const pause of [0, ...pausesMs]) {
    if (pause > 0) await needs.wait(pause);
    const placed = await place();
    if (placed !== 'unknown') return placed;
  }
  return 'unknown';
}

async function placeNews(needs: Needs, receipt: Receipt): Promise<Placed> {
  const { upTo } = receipt;
  if (upTo === undefined) {
    if ((await onceKnown(needs, () => placeReceipt(needs, receipt))) === 'unknown')
      throw new Refusal('invalid', 'a receipt for a message that Parley did not send through this connection');
    return 'placed';
  }
  const connection = await needs.connections.get(receipt.connectionId);
  if (!connection) throw new Refusal('invalid', `there is no connection "${receipt.connectionId}"`);
  const placed = await onceKnown(needs, () => placeWatermark(needs, connection.channel, { ...receipt, upTo }));
  return placed === 'unknown' ? 'watermark-of-a-stranger' : placed;
}

const ofStranger = (placed: 'placed' | 'duplicate' | 'stranger', rule: string): Placed =>
  placed === 'stranger' ? rule : placed;

/** Gives one item its effect, once. Throws a `Refusal` for what cannot be placed. */
export async function placeItem(needs: Needs, item: PlaceableItem, ledger: LedgerEntry): Promise<Placed> {
  switch (item.kind) {
    case 'message': {
      const { conversationId, outcome } = await placeMessage(needs, item.message, ledger);
      needs.log.info('message-placed', { conversationId, outcome, channel: item.message.channel });
      return outcome === 'duplicate' ? 'duplicate' : 'placed';
    }
    case 'receipt':
      return placeNews(needs, item.receipt);
    case 'update': {
      const placed = await onceKnown(needs, () => placeUpdate(needs, item.update, ledger));
      if (placed === 'unknown')
        throw new Refusal('invalid', 'a change to a message that did not come or go through this connection');
      return placed;
    }
    case 'consent':
      return ofStranger(await placeConsent(needs, item.consent, ledger), 'consent-of-a-stranger');
    case 'sent-elsewhere':
      return ofStranger(await placeSentElsewhere(needs, item.sent, ledger), 'sent-to-a-stranger');
    case 'notice':
      await needs.noteHealth(item.notice);
      return `notice-${item.notice.what}`;
  }
}
