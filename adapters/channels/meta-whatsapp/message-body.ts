import type { OutboundMessage, TemplateUse } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { isScopedId } from './person.ts';
import { markOf } from './read-status.ts';

type LinkTo = (file: { readonly key: string; readonly fileName: string; readonly seconds: number }) => Promise<string>;

/** WhatsApp fetches a file once, right after the message was taken; an hour allows for its own retries. */
const linkSeconds = 3600;

/**
 * A message as the Messages API takes it, from Meta itself or through AWS.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
 */
export async function messageBody(
  linkTo: LinkTo,
  message: OutboundMessage,
): Promise<Readonly<Record<string, unknown>>> {
  const { answers, template } = message;
  return {
    messaging_product: 'whatsapp',
    ...recipientOf(message),
    ...(answers && !template ? { context: { message_id: answers } } : {}),
    ...(await contentOf(linkTo, message)),
    biz_opaque_callback_data: markOf(message),
  };
}

/** To a group where the customer wrote in one, to an id where WhatsApp shows no number. */
function recipientOf({ to, thread }: OutboundMessage) {
  if (thread !== undefined) return { recipient_type: 'group', to: thread };
  return { recipient_type: 'individual', ...(isScopedId(to) ? { recipient: to } : { to }) };
}

async function contentOf(linkTo: LinkTo, { template, text, attachments: [file] }: OutboundMessage) {
  if (template) return { type: 'template', template: templateOf(template) };
  if (!file) return { type: 'text', text: { body: text } };
  const type = mediaTypeOf(file);
  const link = await linkTo({ key: file.key, fileName: file.fileName, seconds: linkSeconds });
  const caption = text !== '' && type !== 'audio' ? { caption: text } : {};
  return { type, [type]: { link, ...caption, ...(type === 'document' ? { filename: file.fileName } : {}) } };
}

type MediaType = 'image' | 'video' | 'audio' | 'document';

/** What is shown in place, and up to which size; all else goes as a document. .../business-phone-numbers/media, read 2026-11-22. */
const shown: readonly { readonly type: MediaType; readonly of: RegExp; readonly maxBytes: number }[] = [
  { type: 'image', of: /^image\/(jpeg|png)\b/, maxBytes: 5_000_000 },
  { type: 'video', of: /^video\/(mp4|3gpp)\b/, maxBytes: 16_000_000 },
  { type: 'audio', of: /^audio\/(aac|amr|mpeg|mp4|ogg|opus)\b/, maxBytes: 16_000_000 },
];

const mediaTypeOf = ({ contentType, bytes }: Attachment): MediaType =>
  shown.find(({ of, maxBytes }) => of.test(contentType) && bytes <= maxBytes)?.type ?? 'document';

function templateOf({ reference, language, variables }: TemplateUse) {
  const parameters = Object.entries(variables).map(([name, value]) => ({
    type: 'text',
    ...(/^\d+$/.test(name) ? {} : { parameter_name: name }),
    // Line breaks, tabs and long gaps in a value are refused with 132018.
    text: value.replace(/\s+/g, ' ').trim(),
  }));
  const components = parameters.length > 0 ? { components: [{ type: 'body', parameters }] } : {};
  return { name: reference, language: { code: language }, ...components };
}
