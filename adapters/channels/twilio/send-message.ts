import * as z from 'zod';
import type { ChannelNeeds } from '#adapters/channels/needs.ts';
import {
  type Answer,
  ambiguous,
  failed,
  limited,
  retryAfter,
  sendRequest,
} from '#adapters/channels/shared/send-request.ts';
import type { OutboundMessage, SendOutcome } from '#domain/channels/delivery.ts';
import { basicAuth, type TwilioCredentials } from './credentials.ts';
import { refusalFailure } from './errors.ts';

export const twilioApi = 'https://api.twilio.com/2010-04-01';

/** What goes along with a message as `name=value`; a list repeats its name. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

const $Accepted = z.object({ sid: z.string().min(1) });
const $Refused = z.object({ code: z.number() });

/** Asks Twilio to send a message, https://www.twilio.com/docs/messaging/api/message-resource. */
export const sendTwilioMessage = (
  { fetch }: Pick<ChannelNeeds, 'fetch'>,
  credentials: TwilioCredentials,
  form: Form,
): Promise<SendOutcome> =>
  sendRequest(fetch, {
    url: `${twilioApi}/Accounts/${credentials.accountSid}/Messages.json`,
    request: {
      method: 'POST',
      headers: {
        authorization: basicAuth(credentials),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: encoded(form),
    },
    provider: 'Twilio',
    outcomeOf,
  });

const encoded = (form: Form): string =>
  new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  ).toString();

function outcomeOf({ status, ok, headers, body }: Answer): SendOutcome {
  const accepted = $Accepted.safeParse(body);
  // Accepted with an unreadable answer: it was taken, and nothing tells under which SID.
  if (ok) return accepted.success ? { status: 'sent', providerId: accepted.data.sid } : ambiguous('Twilio');
  const refused = $Refused.safeParse(body);
  const code = refused.success ? String(refused.data.code) : undefined;
  if (status >= 500) return ambiguous('Twilio', code);
  const failure = refusalFailure(status, code);
  return failure.class === 'RATE_LIMITED' ? limited(failure, retryAfter(headers)) : failed(failure);
}

/** Where Twilio reports how this message fares. It names the message: the answer with its SID can get lost. */
export const statusCallback = (
  { publicUrl }: Pick<ChannelNeeds, 'publicUrl'>,
  provider: 'twilio-sms' | 'twilio-whatsapp',
  { connectionId, conversationId, messageId }: OutboundMessage,
): string => `${publicUrl}/webhooks/${provider}/${connectionId}?conversation=${conversationId}&message=${messageId}`;

/** Twilio fetches media within minutes; a link that lives longer serves its retries. */
const linkSeconds = 3600;

/**
 * What a message says: a template by the SID of its content, else text and addresses from which Twilio fetches the files.
 * https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder, read 2026-11-22.
 */
export async function contentOf({ linkTo }: Pick<ChannelNeeds, 'linkTo'>, message: OutboundMessage): Promise<Form> {
  const { text, attachments, template } = message;
  if (template) return { ContentSid: template.reference, ContentVariables: JSON.stringify(template.variables) };
  const links = attachments.map(({ key, fileName }) => linkTo({ key, fileName, seconds: linkSeconds }));
  return {
    ...(text.trim() === '' ? {} : { Body: text }),
    ...(links.length > 0 ? { MediaUrl: await Promise.all(links) } : {}),
  };
}

/** The connection that was sent through is gone, or is another provider's by now. */
export const noConnection: SendOutcome = failed({
  class: 'PERMISSION',
  reason: 'This connection does not exist any more. Use another channel, or ask an administrator to set it up again.',
});
