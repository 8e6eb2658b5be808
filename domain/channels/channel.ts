import * as z from 'zod';

export const channels = [
  'email',
  'sms',
  'rcs',
  'whatsapp',
  'messenger',
  'facebook',
  'instagram',
  'telegram',
  'slack',
  'line',
  'viber',
  'x',
  'mastodon',
  'voice',
  'video',
  'in-person',
  'chat',
  'app',
  'form',
  'webhook',
  'review',
] as const;
export const $Channel = z.enum(channels);
/** How a customer reaches the business. */
export type Channel = z.infer<typeof $Channel>;

export const providers = [
  'ses-email',
  'twilio-sms',
  'aws-sms',
  'meta-whatsapp',
  'twilio-whatsapp',
  'aws-whatsapp',
  'messenger',
  'instagram',
  'telegram',
  'slack',
  'line',
  'viber',
  'x',
  'mastodon',
  'twilio-voice',
  'amazon-connect',
  'web-chat',
  'in-app',
  'web-form',
  'generic-webhook',
  'google-play',
  'app-store',
] as const;
export const $Provider = z.enum(providers);
/** The company and product behind a channel; the last part of a webhook's path, and a folder under `adapters/channels/`. */
export type Provider = z.infer<typeof $Provider>;

export const $Connection = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'),
  provider: $Provider,
  /** What most of its messages come by; some providers carry several (a Facebook page: messages and comments). */
  channel: $Channel,
  name: z.string().min(1).max(100),
  /** The business's own address there: a phone number in E.164, a mail address, the name of a bot, the id of a page or app. */
  address: z.string().min(1).max(320),
  /** The provider's name for our account (Twilio's AccountSid, Meta's phone number id); a payload naming another one is not ours. */
  accountId: z.string().max(100).optional(),
  /** The queue in which conversations of this connection open. */
  queueId: z.string().min(1),
  /** Takes nothing and sends nothing until it is enabled again; what comes in meanwhile is quarantined. */
  disabled: z.literal(true).optional(),
  /** What only this provider knows, as its `settings.ts` has it: a voice menu, a mapping of fields, allowed origins. */
  settings: z.record(z.string(), z.json()).optional(),
});
/** One configured account on a channel: a phone number at Twilio, a mailbox at SES. */
export type Connection = z.infer<typeof $Connection>;

export type ConnectionStore = {
  get(id: string): Promise<Connection | undefined>;
  list(): Promise<readonly Connection[]>;
  put(connection: Connection): Promise<void>;
};
