import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import type { OutboundMessage, SendMessage, SendOutcome } from '#domain/channels/delivery.ts';
import type { Attachment } from '#domain/channels/inbound-message.ts';
import { credentialsOf } from '../shared/credentials.ts';
import { type Answer, ambiguous, failed, limited, sendRequest, waitOf } from '../shared/send-request.ts';
import { jsonRequest, methodUrl } from './api.ts';
import { $TelegramCredentials } from './credentials.ts';
import { fileIsGone, noConnection, telegramFailure } from './errors.ts';
import { type Destination, destinationOf } from './place.ts';

const provider = 'Telegram';

const $Sent = z.object({
  ok: z.literal(true),
  result: z.object({
    message_id: z.number(),
    chat: z.object({ id: z.number() }),
    business_connection_id: z.string().optional(),
  }),
});

const $Refused = z.object({
  error_code: z.number(),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).default({}),
});

/** A request of which only the chat is still open: a group that grew is another chat. */
type Draft = { readonly method: string; readonly requestTo: (destination: Destination) => RequestInit };

/** Sends plain text or one file through the Bot API, https://core.telegram.org/bots/api#sendmessage. */
export const createTelegramSender =
  (needs: ChannelNeeds): SendMessage =>
  async (message) => {
    const connection = await needs.connections.get(message.connectionId);
    if (connection?.provider !== 'telegram') return failed(noConnection);
    const { botToken } = await credentialsOf(needs.secret, connection.id, $TelegramCredentials);
    const [attachment] = message.attachments;
    const draft = attachment ? await fileDraft(needs, message, attachment) : textDraft(message);
    if (!draft) return failed(fileIsGone);
    const send = (destination: Destination) =>
      post(needs, methodUrl(botToken, draft.method), draft.requestTo(destination));
    const destination = destinationOf(message.to, message.thread);
    const { outcome, movedTo } = await send(destination);
    // Topics are of the chat that is gone.
    return movedTo === undefined ? outcome : (await send({ chat_id: String(movedTo) })).outcome;
  };

type Posted = { readonly outcome: SendOutcome; readonly movedTo?: number | undefined };

async function post({ fetch }: ChannelNeeds, url: string, request: RequestInit): Promise<Posted> {
  let movedTo: number | undefined;
  const outcome = await sendRequest(fetch, {
    url,
    request,
    provider,
    outcomeOf: (answer) => {
      movedTo = $Refused.safeParse(answer.body).data?.parameters.migrate_to_chat_id;
      return outcomeOf(answer);
    },
  });
  return { outcome, movedTo };
}

const replyTo = ({ answers }: OutboundMessage) => {
  const messageId = Number(answers?.split(':').at(-1));
  // A pressed button is answered to nobody's message.
  if (answers === undefined || answers.startsWith('callback:') || !Number.isInteger(messageId)) return {};
  return { reply_parameters: { message_id: messageId, allow_sending_without_reply: true } };
};

const textDraft = (message: OutboundMessage): Draft => ({
  method: 'sendMessage',
  requestTo: (destination) =>
    jsonRequest({
      ...destination,
      text: message.text,
      link_preview_options: { is_disabled: true },
      ...replyTo(message),
    }),
});

type Kind = { readonly method: string; readonly field: string };

const photoBytes = 10_000_000;

/** Telegram shows these in place; anything else is a download. https://core.telegram.org/bots/api#sendphoto and following. */
function kindOf({ contentType, bytes }: Attachment): Kind {
  if (/^image\/(jpeg|png|webp)$/.test(contentType) && bytes <= photoBytes)
    return { method: 'sendPhoto', field: 'photo' };
  if (contentType === 'image/gif') return { method: 'sendAnimation', field: 'animation' };
  if (contentType === 'video/mp4') return { method: 'sendVideo', field: 'video' };
  if (/^audio\/(mpeg|mp4|x-m4a)$/.test(contentType)) return { method: 'sendAudio', field: 'audio' };
  return { method: 'sendDocument', field: 'document' };
}

/** Longer than for text: up to 50 MB go out, within the 60 seconds of the function. */
const uploadWithinMs = 45_000;

async function fileDraft(
  { files }: ChannelNeeds,
  message: OutboundMessage,
  attachment: Attachment,
): Promise<Draft | undefined> {
  const body = await files.get(attachment.key);
  if (!body) return undefined;
  const { method, field } = kindOf(attachment);
  const caption = message.text === '' ? {} : { caption: message.text };
  return {
    method,
    requestTo: (destination) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...destination, ...caption, ...replyTo(message) }))
        form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
      form.set(field, new Blob([Uint8Array.from(body)], { type: attachment.contentType }), attachment.fileName);
      return { method: 'POST', body: form, signal: AbortSignal.timeout(uploadWithinMs) };
    },
  };
}

function outcomeOf({ body, status }: Answer): SendOutcome {
  const sent = $Sent.safeParse(body);
  if (sent.success) {
    const { message_id, chat, business_connection_id: business } = sent.data.result;
    const prefix = business === undefined ? '' : `${business}:`;
    return { status: 'sent', providerId: `${prefix}${chat.id}:${message_id}` };
  }
  const refused = $Refused.safeParse(body);
  if (status >= 500 || !refused.success) return ambiguous(provider, String(status));
  const { error_code: code, description, parameters } = refused.data;
  const failure = telegramFailure(code, description);
  return code === 429 ? limited(failure, waitOf(parameters.retry_after ?? 10)) : failed(failure);
}
