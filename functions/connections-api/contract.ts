import * as z from 'zod';
import { $Channel, $Connection, $Provider } from '#domain/channels/channel.ts';
import { $ConnectionHealth } from '#domain/channels/health.ts';

export const $ConnectionRequest = $Connection.omit({ id: true });

export const $ProviderInfo = z.object({
  provider: $Provider,
  /** JSON Schema of the credentials. */
  credentials: z.record(z.string(), z.unknown()),
  /** JSON Schema of the connection's `settings`, where it has any. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Where the provider is told to send its webhooks; absent where it sends none (it is polled, or an AWS service tells). */
  webhookUrl: z.string().optional(),
  /** Parley can tell the provider that itself. */
  registersItself: z.boolean(),
});
export type ProviderInfo = z.infer<typeof $ProviderInfo>;
export const $Providers = z.object({ items: z.array($ProviderInfo) });

export const $Check = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });
export const $Checks = z.object({ ok: z.boolean(), checks: z.array($Check) });
export type Checks = z.infer<typeof $Checks>;

export const $CredentialsRequest = z.object({
  /** As the provider's schema has them. They cannot be read back. */
  credentials: z.record(z.string(), z.json()),
  /** Keeps what was in force beside the new ones, where the provider has lists for that: nothing is refused in between. */
  rotate: z.literal(true).optional(),
});

export const $MappingRequest = z.object({
  /** As they would be saved. */
  settings: z.record(z.string(), z.json()),
  /** A body as the sender sends it. */
  sample: z.string().min(1).max(262_144),
});
export const $MappingTried = z.object({
  /** What would be read from the sample. */
  message: z.record(z.string(), z.unknown()).optional(),
  /** Which setting and the sample do not agree, and what would be right. */
  problems: z.array(z.object({ field: z.string(), problem: z.string() })),
});

export type MappingTried = z.infer<typeof $MappingTried>;

export const $Health = z.object({
  connectionId: z.string(),
  channel: $Channel,
  state: z.enum(['working', 'failing', 'silent', 'disabled', 'unused']),
  /** Why, and what to do. */
  reason: z.string(),
  lastReceivedAt: z.iso.datetime().optional(),
  receivedToday: z.number().int(),
  /** Messages that came in on each of the seven days before, oldest first. */
  receivedBefore: z.array(z.number().int()),
  /** Quarantined of what came in today, from 0 to 1. */
  errorRateToday: z.number(),
  sending: $ConnectionHealth.omit({ id: true }),
});
export type Health = z.infer<typeof $Health>;

export const $LedgerQuery = z.object({
  /** UTC. @default today */
  day: z.iso.date().optional(),
});

const line = { receivedAt: z.iso.datetime(), itemId: z.string() };
export const $LedgerDay = z.object({
  connectionId: z.string(),
  day: z.iso.date(),
  received: z.number().int(),
  placed: z.number().int(),
  quarantined: z.number().int(),
  /** By the rule that says why. */
  dropped: z.record(z.string(), z.number().int()),
  /** received - placed - quarantined - dropped: always 0. */
  difference: z.number().int(),
  /** What is behind the numbers, newest first; at most 1000. */
  items: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ ...line, outcome: z.literal('placed'), conversationId: z.string() }),
      z.object({ ...line, outcome: z.literal('quarantined'), quarantineId: z.string() }),
      z.object({ ...line, outcome: z.literal('dropped'), rule: z.string() }),
    ]),
  ),
});
export type LedgerDay = z.infer<typeof $LedgerDay>;
