import type { Connection, ConnectionStore, Provider } from '#domain/channels/channel.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';

/** The connection that a webhook's path names; refused when it is of another provider. */
export async function connectionOf(
  connections: Pick<ConnectionStore, 'get'>,
  { connectionId }: InboundEnvelope,
  provider: Provider,
): Promise<Connection> {
  const connection = connectionId === undefined ? undefined : await connections.get(connectionId);
  if (connection?.provider === provider) return connection;
  throw new Refusal('invalid', `the webhook names connection ${connectionId ?? 'none'}, which is none of ${provider}`);
}

/**
 * The payload's own account must be the connection's: without this check a body signed genuinely for one account could be
 * sent to the webhook of another that shares its app. `field` names where the payload has it.
 */
export function mustBeOfAccount(connection: Connection, given: string, field: string): void {
  if (connection.accountId !== undefined && given === connection.accountId) return;
  throw new Refusal('invalid', `${field} is not the account of connection ${connection.id}`);
}
