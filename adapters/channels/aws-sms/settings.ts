import * as z from 'zod';
import type { Connection } from '#domain/channels/channel.ts';

/** Credentials: none. The functions' own role at AWS sends, and SNS is trusted by IAM. */
export const $AwsSmsCredentials = z.strictObject({});

export const $AwsSmsSettings = z.object({
  /** What to send from, where it is not the connection's number: a pool's id, or an ARN. */
  originationIdentity: z.string().min(1).optional(),
  /** Further numbers whose texts belong here: the others of the pool, in E.164. */
  numbers: z.array(z.string().regex(/^\+?\d{3,15}$/, 'a number in E.164, or a short code')).default([]),
  /** Publishes what becomes of texts to the topic; without it nothing is known after sending. */
  configurationSet: z.string().min(1).optional(),
  messageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).default('TRANSACTIONAL'),
});
export type AwsSmsSettings = z.infer<typeof $AwsSmsSettings>;

/** A connection's settings; throws when they are of another shape. */
export const settingsOf = ({ settings }: Pick<Connection, 'settings'>): AwsSmsSettings =>
  $AwsSmsSettings.parse(settings ?? {});
