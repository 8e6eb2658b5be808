import type { ConnectionStore, Provider } from '#domain/channels/channel.ts';
import type { Failure, OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { type HealthStore, healthAfter } from '#domain/channels/health.ts';
import { limitsFor } from '#domain/channels/limits.ts';
import type { Pace } from '#domain/channels/pace.ts';
import { windowNow } from '#domain/channels/window.ts';
import { type Clock, instant } from '#domain/kernel/clock.ts';

type Needs = {
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly senderOf: (provider: Provider) => Promise<SendMessage> | undefined;
  readonly pace: Pace;
  readonly health: HealthStore;
  readonly now: Clock;
};

const failed = (failure: Failure): SendOutcome => ({ status: 'failed', failure });

const gone = failed({
  class: 'PERMISSION',
  reason: 'This connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
});
const disabled = failed({
  class: 'PERMISSION',
  reason: 'This connection is switched off. Use another channel, or ask an administrator to switch it on.',
});
const speechless = failed({
  class: 'PERMISSION',
  reason: 'This channel cannot be answered in writing. Call back, or use another channel.',
});
const outsideWindow = failed({
  class: 'OUTSIDE_WINDOW',
  reason:
    'The time in which the channel takes an answer ended while this one waited. Send a template, or use another channel.',
});
const inTurn: SendOutcome = {
  status: 'retry',
  failure: {
    class: 'RATE_LIMITED',
    reason: 'The channel takes only so many messages a second. It is sent in its turn; nothing to do.',
  },
  afterSeconds: 2,
};

/** May it still be sent? It was when it was written, and may have waited since. */
function isOutsideWindow(provider: Provider, message: OutboundMessage, now: string): boolean {
  const limits = limitsFor(provider, message);
  const { may } = windowNow(limits, message.heardAt, now);
  return limits.window !== undefined && (may === 'nothing' || (may === 'template' && !message.template));
}

async function isTooFast(needs: Needs, provider: Provider, message: OutboundMessage): Promise<boolean> {
  const { perSecond } = limitsFor(provider, message);
  return perSecond !== undefined && (await needs.pace(message.connectionId, needs.now())) > perSecond;
}

async function throughProvider(needs: Needs, message: OutboundMessage): Promise<SendOutcome> {
  const connection = await needs.connections.get(message.connectionId);
  if (!connection) return gone;
  if (connection.disabled) return disabled;
  const { provider } = connection;
  const sender = await needs.senderOf(provider);
  if (!sender) return speechless;
  if (isOutsideWindow(provider, message, instant(needs.now()))) return outsideWindow;
  if (await isTooFast(needs, provider, message)) return inTurn;
  return sender(message);
}

/** A success is written down once in a while; in between it needs no look. */
const quietMs = 300_000;

/** Sends through the connection's provider, in its limits, and notes how the connection fares. */
export function sendThrough(needs: Needs): SendMessage {
  const succeeded = new Map<string, number>();
  return async (message) => {
    const outcome = await throughProvider(needs, message);
    const { connectionId } = message;
    const now = needs.now();
    const isNews = outcome.status !== 'sent' || now.getTime() - (succeeded.get(connectionId) ?? 0) > quietMs;
    if (!isNews) return outcome;
    const known = await needs.health.get(connectionId);
    const after = healthAfter(known, { connectionId, outcome, at: instant(now) });
    if (after) await needs.health.put(after);
    if (outcome.status === 'sent') succeeded.set(connectionId, now.getTime());
    else succeeded.delete(connectionId);
    return outcome;
  };
}
