import { describe, expect, it } from 'vitest';
import { $InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { localChannels } from '#local/channels/channels.ts';
import type { LocalChannel, WebhookRequest } from '#local/channels/local-channel.ts';
import { webhookEvent } from '#test/support/channel-needs.ts';
import { doors, now, publicUrl } from './doors.ts';
import { aReceiver } from './readings.ts';

type Replayed = keyof typeof doors;
const isReplayed = (provider: string): provider is Replayed => Object.hasOwn(doors, provider);

/** Their doors are played with settings of their own: see the tests of their webhooks. */
const otherwise: readonly string[] = ['twilio-voice', 'generic-webhook', 'in-app'];
const channels = localChannels.filter(
  ({ connection: { provider } }) => isReplayed(provider) && !otherwise.includes(provider),
);

/** What a customer writes, signed as the provider signs it. */
async function signedRequest({ actions, connection }: LocalChannel): Promise<WebhookRequest> {
  const [action] = actions;
  const values = Object.fromEntries((action?.fields ?? []).map(({ name, value }) => [name, value]));
  const [request] = (await action?.webhooks(values, { now, publicUrl, connection })) ?? [];
  if (request && 'path' in request) return request;
  throw new Error(`${connection.provider} sends no webhook`);
}

describe('a genuine webhook that somebody sends once more', () => {
  it.each(channels.map((channel) => [channel.connection.provider, channel] as const))(
    'of %s is taken, and changes nothing',
    async (provider, channel) => {
      if (!isReplayed(provider)) throw new Error(`${provider} has no door`);
      const { connection, credentials } = channel;
      const event = webhookEvent(await signedRequest(channel));
      const receiver = aReceiver(connection, credentials);
      const states: string[] = [];
      for (const time of ['first', 'second', 'third']) {
        const { status, enqueued } = await doors[provider](event, { [connection.id]: credentials });
        expect([time, status, enqueued.length]).toStrictEqual([time, 200, 1]);
        for (const body of enqueued)
          await receiver.receive($InboundEnvelope.parse({ ...JSON.parse(body), id: `envelope-${time}` }));
        states.push(JSON.stringify([...receiver.world.memory.conversations]));
      }
      expect(receiver.quarantined()).toBe(0);
      expect(receiver.world.memory.conversations.size).toBe(1);
      expect(new Set(states).size).toBe(1);
    },
  );
});
