import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { askTwilio, checkTwilioAccount, isSameWebhook, webhookCheck } from '#adapters/channels/twilio/ask.ts';
import { $TwilioCredentials, type TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import { twilioApi } from '#adapters/channels/twilio/send-message.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $TwilioSmsSettings } from './settings.ts';

/** Looks after connections of Twilio's texts: account, key, and the webhook of the number or of the Messaging Service. */
export const createTwilioSmsManager = (needs: ManagingNeeds): Manager => ({
  credentials: $TwilioCredentials,
  settings: $TwilioSmsSettings,
  check: async (connection) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const account = await checkTwilioAccount(needs, credentials);
    return [...account, await checkWebhook(needs, connection, credentials)];
  },
  register: async (connection, webhookUrl) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const place = await placeOf(needs, connection, credentials);
    if (!place) return webhookCheck(false, notFound(credentials));
    const form = place.formFor(webhookUrl);
    const answer = await askTwilio(needs, credentials, { url: place.url, change: { form } });
    const ok = answer?.status === 200;
    return webhookCheck(ok, ok ? `Twilio sends texts of ${place.name} here now.` : 'Twilio did not take the address.');
  },
});

/** Where Twilio keeps the address of our webhook. */
type Place = {
  readonly name: string;
  readonly url: string;
  readonly webhook: string | null;
  readonly formFor: (webhookUrl: string) => Readonly<Record<string, string>>;
};

async function checkWebhook(
  needs: ManagingNeeds,
  connection: Connection,
  credentials: TwilioCredentials,
): Promise<Check> {
  const place = await placeOf(needs, connection, credentials);
  if (!place) return webhookCheck(false, notFound(credentials));
  const ok = isSameWebhook(place.webhook, `${needs.publicUrl}/webhooks/twilio-sms/${connection.id}`);
  return webhookCheck(ok, `Twilio sends texts of ${place.name} ${ok ? 'here' : 'elsewhere'}.`);
}

const notFound = ({ messagingServiceSid }: TwilioCredentials): string =>
  messagingServiceSid ? 'The account has no such Messaging Service.' : 'The account has no such number.';

const placeOf = (needs: ManagingNeeds, connection: Connection, credentials: TwilioCredentials) =>
  credentials.messagingServiceSid
    ? serviceOf(needs, credentials, credentials.messagingServiceSid)
    : numberOf(needs, credentials, connection.address);

const $Numbers = z.object({
  incoming_phone_numbers: z.array(z.object({ sid: z.string(), sms_url: z.string().nullish() })),
});

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, read 2026-11-22. */
async function numberOf(
  needs: ManagingNeeds,
  credentials: TwilioCredentials,
  address: string,
): Promise<Place | undefined> {
  const numbers = `${twilioApi}/Accounts/${credentials.accountSid}/IncomingPhoneNumbers`;
  const url = `${numbers}.json?PhoneNumber=${encodeURIComponent(address)}`;
  const number = $Numbers.safeParse((await askTwilio(needs, credentials, { url }))?.body).data
    ?.incoming_phone_numbers[0];
  return (
    number && {
      name: 'this number',
      url: `${numbers}/${number.sid}.json`,
      webhook: number.sms_url ?? null,
      formFor: (SmsUrl) => ({ SmsUrl, SmsMethod: 'POST' }),
    }
  );
}

const $Service = z.object({
  sid: z.string(),
  inbound_request_url: z.string().nullish(),
  use_inbound_webhook_on_number: z.boolean().default(false),
});

/** A service hands on to its numbers' webhooks, or has one for all. https://www.twilio.com/docs/messaging/api/service-resource, read 2026-11-22. */
async function serviceOf(
  needs: ManagingNeeds,
  credentials: TwilioCredentials,
  sid: string,
): Promise<Place | undefined> {
  const url = `https://messaging.twilio.com/v1/Services/${sid}`;
  const service = $Service.safeParse((await askTwilio(needs, credentials, { url }))?.body).data;
  return (
    service && {
      name: 'this Messaging Service',
      url,
      webhook: service.use_inbound_webhook_on_number ? null : (service.inbound_request_url ?? null),
      formFor: (InboundRequestUrl) => ({
        InboundRequestUrl,
        InboundMethod: 'POST',
        UseInboundWebhookOnNumber: 'false',
      }),
    }
  );
}
