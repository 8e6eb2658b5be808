import type { Item } from '#adapters/dynamodb/table.ts';
import { idFrom } from '#adapters/ids.ts';
import { $InboundEnvelope, type InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Invariant } from './invariant.ts';

/** News about what we sent is not counted as something that came in. */
const isCounted = ({ provider, body }: InboundEnvelope): boolean =>
  !(provider === 'twilio-sms' && body.includes('MessageStatus=')) &&
  !(provider === 'ses-email' && body.includes('"eventType"'));

const idOf = ({ id, receivedAt, body }: InboundEnvelope): string => id ?? idFrom('envelope', receivedAt, body);

const isLine = ({ pk }: Item): boolean => String(pk).startsWith('LEDGER#');
const isPlaced = ({ pk, kindPk }: Item): boolean =>
  String(pk).startsWith('RECEIPT#') && String(kindPk).startsWith('LEDGER#');

/** Every envelope that reached the SQS queue is counted once: as placed, as dropped by a rule, or in quarantine. */
export const ledger: Invariant = ({ world }, { items }) => {
  const lines = items.filter(isLine);
  const placed = items.filter(isPlaced);
  const envelopes = world.queues.inbound.taken.map(({ body }) => $InboundEnvelope.parse(JSON.parse(body)));
  const counted = envelopes.filter(isCounted);
  const bodiesInQuarantine = new Set(
    items
      .filter(({ pk }) => String(pk).startsWith('QUARANTINE#'))
      .map(({ envelope }) => (envelope as InboundEnvelope).body),
  );
  const wrong = [...new Set(counted.map(idOf))].flatMap((id) => {
    const asPlaced = placed.filter(({ via }) => via === id).length;
    const asDropped = lines.filter(({ itemId }) => String(itemId).startsWith(`${id}-`)).length;
    const isHeld = counted.some((envelope) => idOf(envelope) === id && bodiesInQuarantine.has(envelope.body));
    const sum = asPlaced + asDropped;
    // Deliveries of one body that nobody could place share one line, also when a later one could be placed.
    return sum === 1 || (sum === 0 && isHeld) ? [] : [`ledger: delivery ${id} is counted ${sum} times`];
  });
  const held = lines.filter(({ outcome }) => outcome === 'quarantined').length;
  return held === bodiesInQuarantine.size
    ? wrong
    : [...wrong, `ledger: ${bodiesInQuarantine.size} bodies in quarantine are counted as ${held}`];
};
