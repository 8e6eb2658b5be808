import * as z from 'zod';
import { $Provider } from './channel.ts';
import type { Receipt } from './delivery.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { AccountNotice, Consent, MessageUpdate, SentElsewhere } from './message-update.ts';

/** What a webhook function puts on the inbound SQS queue: the provider's bytes, untouched, and where they came in. */
export const $InboundEnvelope = z.object({
  /** One delivery by the provider; a redelivery is another one. */
  id: z.string().optional(),
  provider: $Provider,
  /** The connection named by the webhook's path. Mail names none: it is found by the envelope recipients. */
  connectionId: z.string().optional(),
  receivedAt: z.iso.datetime(),
  contentType: z.string(),
  /** The webhook's query, without the question mark, where it has one. */
  query: z.string().optional(),
  /** The raw body, or the one item of a batch that this envelope carries, in the shape of a body. */
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  /** Set when a person retried it from quarantine. */
  quarantineId: z.string().optional(),
});
export type InboundEnvelope = z.infer<typeof $InboundEnvelope>;

/** One thing that a webhook told us, with an effect. */
export type PlaceableItem =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'update'; readonly update: MessageUpdate }
  | { readonly kind: 'consent'; readonly consent: Consent }
  | { readonly kind: 'sent-elsewhere'; readonly sent: SentElsewhere }
  | { readonly kind: 'notice'; readonly notice: AccountNotice };

/** One thing that a webhook told us. */
export type InboundItem =
  | PlaceableItem
  /** Deliberately not kept, by a named rule: our own echo, a typing sign, an empty verification. */
  | {
      readonly kind: 'dropped';
      readonly rule: string;
      /** About a message of ours, like a receipt: not counted as something that came in. */
      readonly isOwnNews?: true;
    }
  /** One item of a batch that cannot be read or is of no known kind: quarantined alone, `body` being what a retry reads. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly body: string };

/**
 * Turns one provider's raw body into what it says, one item for each thing told.
 * Throws a `Refusal` of kind `invalid` when it cannot be parsed or belongs to nobody here: it then goes to quarantine with that reason.
 */
export type ReadEnvelope = (envelope: InboundEnvelope) => Promise<readonly InboundItem[]>;

/** Keeps files of messages: attachments, untouched HTML. Keys are deterministic, so that a second delivery overwrites the first. */
export type FileStore = {
  put(file: { readonly key: string; readonly contentType: string; readonly body: Uint8Array }): Promise<void>;
  /** The bytes, or undefined when there is no such file. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Nothing happens when there is no such file. */
  remove(key: string): Promise<void>;
};
