import * as z from 'zod';

export const channels = ['email', 'sms'] as const;
export const $Channel = z.enum(channels);
/** How a customer reaches the business. */
export type Channel = z.infer<typeof $Channel>;

export const providers = ['twilio-sms', 'ses-email'] as const;
export const $Provider = z.enum(providers);
/** The company and product behind a channel; the last part of a webhook's path. */
export type Provider = z.infer<typeof $Provider>;

export const $Connection = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'),
  provider: $Provider,
  channel: $Channel,
  name: z.string().min(1).max(100),
  /** The business's own address there: a phone number in E.164, or a mail address. */
  address: z.string().min(1).max(320),
  /** The provider's name for our account (Twilio's AccountSid); a payload naming another one is not ours. */
  accountId: z.string().max(100).optional(),
  /** The queue in which conversations of this connection open. */
  queueId: z.string().min(1),
});
/** One configured account on a channel: a phone number at Twilio, a mailbox at SES. */
export type Connection = z.infer<typeof $Connection>;

export type ConnectionStore = {
  get(id: string): Promise<Connection | undefined>;
  list(): Promise<readonly Connection[]>;
  put(connection: Connection): Promise<void>;
};
