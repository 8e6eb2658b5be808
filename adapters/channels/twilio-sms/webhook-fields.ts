import * as z from 'zod';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { formParams } from './signature.ts';

const text = z.string();

/**
 * The fields we read of a webhook about a message. Twilio adds fields without notice, so others may come along.
 * https://www.twilio.com/docs/messaging/guides/webhook-request, read 2026-11-21.
 */
const $WebhookFields = z.object({
  MessageSid: text.regex(/^(SM|MM)[0-9a-fA-F]{32}$/),
  AccountSid: text.min(1),
  From: text.min(1).optional(),
  To: text.min(1).optional(),
  Body: text.default(''),
  NumMedia: z.coerce.number().int().min(0).default(0),
  MessagingServiceSid: text.min(1).optional(),
  OptOutType: text.optional(),
  MessageStatus: text.optional(),
  ErrorCode: text.optional(),
});
export type WebhookFields = z.infer<typeof $WebhookFields> & { readonly mediaUrls: readonly string[] };

/** Reads the form body of a webhook about a message. */
export function webhookFields(envelope: InboundEnvelope): WebhookFields {
  if (!envelope.contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal('invalid', 'the body is not a form; set the webhook at Twilio to HTTP POST');
  }
  const params = formParams(Buffer.from(envelope.body, envelope.encoding).toString('utf8'));
  const result = $WebhookFields.safeParse(params);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new Refusal('invalid', `these fields of the message are missing or malformed: ${names}`);
  }
  const mediaUrls = Array.from({ length: Math.min(result.data.NumMedia, maximumMedia) }, (_, index) => {
    const url = params[`MediaUrl${index}`];
    if (typeof url === 'string') return url;
    throw new Refusal('invalid', `NumMedia is ${result.data.NumMedia} and MediaUrl${index} is missing`);
  });
  return { ...result.data, mediaUrls };
}

/** https://www.twilio.com/docs/messaging/api/media-resource: a message carries ten at most. */
const maximumMedia = 10;
