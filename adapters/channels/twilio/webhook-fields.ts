import * as z from 'zod';
import { textOf } from '#adapters/channels/shared/json-body.ts';
import type { InboundEnvelope } from '#domain/channels/inbound-envelope.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { formParams } from './signature.ts';

const text = z.string();

/**
 * The fields we read of a webhook about a message, on any channel of Twilio's. Twilio adds fields without notice, so others
 * may come along. https://www.twilio.com/docs/messaging/guides/webhook-request, read 2026-11-21.
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
  /** JSON that names the channel: `{"type":"rcs",…}`. */
  ChannelMetadata: text.optional(),
  MessageType: text.optional(),
  ProfileName: text.optional(),
  WaId: text.optional(),
  /** WhatsApp's own id of the person: `whatsapp:US.1349…`. */
  ExternalUserId: text.optional(),
  ButtonText: text.optional(),
  ButtonPayload: text.optional(),
  ListId: text.optional(),
  ListTitle: text.optional(),
  Latitude: text.optional(),
  Longitude: text.optional(),
  Address: text.optional(),
  Label: text.optional(),
  OriginalRepliedMessageSid: text.optional(),
  ReferralBody: text.optional(),
  ReferralHeadline: text.optional(),
  ReferralSourceId: text.optional(),
  ReferralSourceType: text.optional(),
  ReferralSourceUrl: text.optional(),
  /** JSON: what was filled into a WhatsApp Flow. */
  InteractiveData: text.optional(),
});
export type WebhookFields = z.infer<typeof $WebhookFields> & {
  readonly media: readonly { readonly url: string; readonly contentType: string }[];
};

/** Reads the form body of a webhook about a message. */
export function webhookFields(envelope: InboundEnvelope): WebhookFields {
  if (!envelope.contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal('invalid', 'the body is not a form; set the webhook at Twilio to HTTP POST');
  }
  const params = formParams(textOf(envelope));
  const result = $WebhookFields.safeParse(params);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new Refusal('invalid', `these fields of the message are missing or malformed: ${names}`);
  }
  const media = Array.from({ length: Math.min(result.data.NumMedia, maximumMedia) }, (_, index) => {
    const url = params[`MediaUrl${index}`];
    if (typeof url === 'string') return { url, contentType: String(params[`MediaContentType${index}`] ?? '') };
    throw new Refusal('invalid', `NumMedia is ${result.data.NumMedia} and MediaUrl${index} is missing`);
  });
  return { ...result.data, media };
}

/** https://www.twilio.com/docs/messaging/api/media-resource: a message carries ten at most. */
const maximumMedia = 10;
