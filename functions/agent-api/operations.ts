import type { QuarantineEntry as Kept } from '#domain/channels/quarantine.ts';
import { instant } from '#domain/kernel/clock.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { type ApiEvent, type Caller, pathPart, requestKey } from '#functions/middleware/api/request.ts';
import type { QuarantineEntry, Ticket } from './contract.ts';
import type { ApiNeeds } from './needs.ts';

type Request = { readonly event: ApiEvent; readonly caller: Caller };

const ticketSeconds = 60;
const shown = 100;

const shownEntry = ({ envelope, ...entry }: Kept): QuarantineEntry => ({
  id: entry.id,
  provider: envelope.provider,
  connectionId: envelope.connectionId,
  receivedAt: envelope.receivedAt,
  quarantinedAt: entry.quarantinedAt,
  reason: entry.reason,
  contentType: envelope.contentType,
  bodyBase64: envelope.encoding === 'base64' ? envelope.body : Buffer.from(envelope.body).toString('base64'),
  attempts: entry.attempts,
  placedAt: entry.placedAt,
});

export async function listQuarantine(needs: ApiNeeds): Promise<{ items: readonly QuarantineEntry[] }> {
  return { items: (await needs.quarantine.list(shown)).map(shownEntry) };
}

/** Sends the raw body on its way again. What can be placed now gets `placedAt`; what still cannot gets its new reason. */
export async function retryQuarantined(needs: ApiNeeds, { event }: Request): Promise<QuarantineEntry> {
  const id = pathPart(event, 'id');
  const { key } = requestKey(event);
  const entry = await needs.quarantine.get(id);
  if (!entry) throw new Refusal('not-found', `there is nothing in quarantine under "${id}"`);
  if (entry.placedAt) throw new Refusal('conflict', `it was placed at ${entry.placedAt} and needs no retry`);
  const body = { ...entry.envelope, quarantineId: id };
  await needs.inbound({ body, group: `quarantine.${id}`, deduplicationId: needs.idFrom('retry', id, key) });
  return shownEntry(entry);
}

/** A ticket opens one socket, once: a token in a WebSocket's address would end up in logs. */
export async function issueTicket(needs: ApiNeeds, { caller }: Request): Promise<Ticket> {
  const ticket = needs.secretText();
  const expiresAt = instant(new Date(needs.now().getTime() + ticketSeconds * 1000));
  await needs.tickets.put(needs.hash(ticket), {
    agentId: caller.agent.id,
    agentName: caller.agent.name,
    role: caller.role,
    expiresAt,
  });
  return { ticket, url: needs.socketsUrl, expiresAt };
}
