import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { jsonBodyOf } from '#adapters/channels/shared/json-body.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InboundItem, ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { Sender } from '#domain/channels/inbound-message.ts';
import { type Call, describeCall } from '#domain/voice/describe-call.ts';
import { $ContactEvent, type ContactDetail } from './payload.ts';
import { $AmazonConnectSettings, type AmazonConnectSettings } from './settings.ts';

/** Reads contact events of Amazon Connect. A contact is one message, made when the customer has gone. */
export const createAmazonConnectReader =
  (needs: Pick<ReadingNeeds, 'connections'>): ReadEnvelope =>
  async (envelope) => {
    const { detail, time } = jsonBodyOf(envelope, $ContactEvent);
    const rule = whyDropped(detail);
    if (rule) return [{ kind: 'dropped', rule }];
    const connections = await needs.connections.list();
    const connection = connections.find(
      ({ provider, accountId }) => provider === 'amazon-connect' && accountId === detail.instanceArn,
    );
    // The bus carries the events of every instance of the account.
    if (!connection) return [{ kind: 'dropped', rule: 'amazon-connect-other-instance' }];
    return [messageOf(connection, detail, time)];
  };

/** COMPLETED repeats what DISCONNECTED told, which may not have come: events are sent at best effort. */
const ends = new Set(['DISCONNECTED', 'COMPLETED']);
/** A supervisor who listens, a third person who is called, the flow after hanging up: no call of a customer. */
const notOfCustomers = new Set(['MONITOR', 'EXTERNAL_OUTBOUND', 'DISCONNECT']);

function whyDropped({ eventType, channel, initiationMethod }: ContactDetail): string | undefined {
  if (!ends.has(eventType)) return 'amazon-connect-progress';
  if (channel !== 'VOICE') return 'amazon-connect-not-a-call';
  return notOfCustomers.has(initiationMethod) ? 'amazon-connect-internal' : undefined;
}

function messageOf(connection: Connection, detail: ContactDetail, time: string): InboundItem {
  const call = callOf(detail, $AmazonConnectSettings.parse(connection.settings ?? {}));
  const sender = senderOf(detail);
  return {
    kind: 'message',
    message: {
      channel: 'voice',
      connectionId: connection.id,
      providerId: detail.contactId,
      sender,
      sentAt: new Date(detail.disconnectTimestamp ?? Date.parse(time)).toISOString(),
      text: describeCall(call),
      attachments: [],
      parts: [call],
      ...chainOf(detail, sender),
    },
  };
}

const number = /^\+[1-9]\d{5,14}$/;
const firstOf = ({ initialContactId, contactId }: ContactDetail): string => initialContactId ?? contactId;

function senderOf(detail: ContactDetail): Sender {
  const address = [detail.customerId, detail.customerEndpoint?.address].find((one) => number.test(one ?? ''));
  if (address) return { address, verified: true };
  return { address: 'anonymous', name: 'Unknown caller', scope: firstOf(detail), verified: false };
}

/** A transfer is another contact of the same call. Nobody's number holds an unknown caller's contacts together. */
function chainOf(detail: ContactDetail, { verified }: Sender): { thread?: string; quotes?: string } {
  const { previousContactId } = detail;
  return {
    ...(verified ? {} : { thread: firstOf(detail) }),
    ...(previousContactId ? { quotes: previousContactId } : {}),
  };
}

const nameOf = (arn: string | undefined, names: Readonly<Record<string, string>>): string | undefined =>
  names[arn?.split('/').at(-1) ?? ''];

/** Called by us: for a campaign, by an agent, or because the customer asked to be called back. */
const outgoing = new Set(['OUTBOUND', 'API', 'CALLBACK']);

function callOf(detail: ContactDetail, settings: AmazonConnectSettings): Call {
  const direction = outgoing.has(detail.initiationMethod) ? 'out' : 'in';
  const outcome = outcomeOf(detail, direction);
  const durationSeconds = outcome === 'answered' ? talkingSeconds(detail) : undefined;
  const menu = nameOf(detail.queueInfo?.queueArn, settings.queues);
  const answeredBy = nameOf(detail.agentInfo?.agentArn, settings.agents);
  return {
    kind: 'call',
    direction,
    outcome,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(menu ? { menu } : {}),
    ...(answeredBy && outcome === 'answered' ? { answeredBy } : {}),
  };
}

function outcomeOf(detail: ContactDetail, direction: Call['direction']): Call['outcome'] {
  if (detail.disconnectReason?.startsWith('OUTBOUND_')) return 'failed';
  const hasAgent = detail.agentInfo?.connectedToAgentTimestamp !== undefined;
  if (direction === 'in') return hasAgent ? 'answered' : 'abandoned';
  // The customer's end is connected once the customer answers.
  return hasAgent && detail.connectedToSystemTimestamp !== undefined ? 'answered' : 'missed';
}

/** From when both were there. */
function talkingSeconds({ agentInfo, connectedToSystemTimestamp, disconnectTimestamp }: ContactDetail) {
  const began = Math.max(agentInfo?.connectedToAgentTimestamp ?? 0, connectedToSystemTimestamp ?? 0);
  if (began === 0 || disconnectTimestamp === undefined || disconnectTimestamp < began) return undefined;
  return Math.round((disconnectTimestamp - began) / 1000);
}
