import * as z from 'zod';
import { $Provider } from './channel.ts';
import type { Receipt } from './delivery.ts';
import type { InboundMessage } from './inbound-message.ts';

/** What a webhook function puts on the inbound SQS queue: the provider's bytes, untouched, and where they came in. */
export const $InboundEnvelope = z.object({
  provider: $Provider,
  /** The connection named by the webhook's path. Mail names none: it is found by the envelope recipients. */
  connectionId: z.string().optional(),
  receivedAt: z.iso.datetime(),
  contentType: z.string(),
  /** The webhook's query, without the question mark, where it has one. */
  query: z.string().optional(),
  /** The raw body. */
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  /** Set when a person retried it from quarantine. */
  quarantineId: z.string().optional(),
});
export type InboundEnvelope = z.infer<typeof $InboundEnvelope>;

/** One thing that a webhook told us. */
export type InboundItem =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Deliberately not kept, by a named rule. */
  | { readonly kind: 'dropped'; readonly rule: string };

/**
 * Turns one provider's raw body into what it says.
 * Throws a `Refusal` of kind `invalid` when it cannot be parsed or belongs to nobody here: it then goes to quarantine with that reason.
 */
export type ReadEnvelope = (envelope: InboundEnvelope) => Promise<readonly InboundItem[]>;

/** Keeps files of messages: attachments, untouched HTML. Keys are deterministic, so that a second delivery overwrites the first. */
export type FileStore = {
  put(file: { readonly key: string; readonly contentType: string; readonly body: Uint8Array }): Promise<void>;
  /** The bytes, or undefined when there is no such file. */
  get(key: string): Promise<Uint8Array | undefined>;
};
