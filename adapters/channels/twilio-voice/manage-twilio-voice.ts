import * as z from 'zod';
import type { Check, Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { askTwilio, checkTwilioAccount, isSameWebhook, webhookCheck } from '#adapters/channels/twilio/ask.ts';
import { $TwilioCredentials, type TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { $VoiceSettings } from '#domain/voice/settings.ts';
import { stepUrl, webhookUrlOf } from './call-url.ts';

/** Looks after phone numbers at Twilio: the account, and where the number sends its calls. */
export const createTwilioVoiceManager = (needs: ManagingNeeds): Manager => ({
  credentials: $TwilioCredentials,
  settings: $VoiceSettings,
  check: async (connection) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const number = await numberOf(needs, connection, credentials);
    return [...(await checkTwilioAccount(needs, credentials)), ...checksOf(needs, connection, number)];
  },
  register: async (connection, webhookUrl) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const number = await numberOf(needs, connection, credentials);
    if (!number) return webhookCheck(false, 'The account has no such number.');
    const form = {
      VoiceUrl: webhookUrl,
      VoiceMethod: 'POST',
      StatusCallback: stepUrl(webhookUrl, 'status'),
      StatusCallbackMethod: 'POST',
    };
    const answer = await askTwilio(needs, credentials, { url: number.url, change: { form } });
    const ok = answer?.status === 200;
    return webhookCheck(ok, ok ? 'Twilio sends calls to this number here now.' : 'Twilio did not take the address.');
  },
});

const $Numbers = z.object({
  incoming_phone_numbers: z.array(
    z.object({
      sid: z.string(),
      voice_url: z.string().nullish(),
      status_callback: z.string().nullish(),
      capabilities: z.object({ voice: z.boolean() }).optional(),
    }),
  ),
});
type PhoneNumber = z.infer<typeof $Numbers>['incoming_phone_numbers'][number] & { readonly url: string };

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, read 2026-11-22. */
async function numberOf(
  needs: ManagingNeeds,
  { address }: Connection,
  credentials: TwilioCredentials,
): Promise<PhoneNumber | undefined> {
  const numbers = `https://api.twilio.com/2010-04-01/Accounts/${credentials.accountSid}/IncomingPhoneNumbers`;
  const url = `${numbers}.json?PhoneNumber=${encodeURIComponent(address)}`;
  const answer = await askTwilio(needs, credentials, { url });
  const number = $Numbers.safeParse(answer?.body).data?.incoming_phone_numbers[0];
  return number && { ...number, url: `${numbers}/${number.sid}.json` };
}

function checksOf({ publicUrl }: ManagingNeeds, { id }: Connection, number: PhoneNumber | undefined): readonly Check[] {
  if (!number) return [webhookCheck(false, 'The account has no such number.')];
  const webhookUrl = webhookUrlOf(publicUrl, id);
  const calls = isSameWebhook(number.voice_url, webhookUrl);
  const ends = isSameWebhook(number.status_callback, stepUrl(webhookUrl, 'status'));
  const speaks = number.capabilities?.voice !== false;
  return [
    { name: 'Number', ok: speaks, detail: speaks ? 'The number takes calls.' : 'The number takes no calls.' },
    webhookCheck(calls, `Twilio sends calls to this number ${calls ? 'here' : 'elsewhere'}.`),
    {
      name: 'End of calls',
      ok: ends,
      detail: ends
        ? 'Twilio tells when a call is over.'
        : 'Twilio does not tell when a caller hangs up early: such calls would be on no screen.',
    },
  ];
}
