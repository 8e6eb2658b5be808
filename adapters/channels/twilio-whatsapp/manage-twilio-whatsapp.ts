import * as z from 'zod';
import type { Manager } from '#adapters/channels/manager.ts';
import type { ManagingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import { askTwilio, checkTwilioAccount, isSameWebhook, webhookCheck } from '#adapters/channels/twilio/ask.ts';
import { $TwilioCredentials, type TwilioCredentials } from '#adapters/channels/twilio/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { whatsAppAddress } from './address.ts';

/** https://www.twilio.com/docs/whatsapp/api/senders, read 2026-11-22. */
const senders = 'https://messaging.twilio.com/v2/Channels/Senders';

/** Looks after connections of WhatsApp through Twilio: account, key, the sender's state and its webhook. */
export const createTwilioWhatsAppManager = (needs: ManagingNeeds): Manager => ({
  credentials: $TwilioCredentials,
  check: async (connection) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const account = await checkTwilioAccount(needs, credentials);
    const sender = await senderOf(needs, credentials, connection);
    if (!sender) return [...account, { name: 'WhatsApp sender', ok: false, detail: notFound }];
    const isOnline = sender.status.startsWith('ONLINE');
    const ok = isSameWebhook(
      sender.webhook?.callback_url,
      `${needs.publicUrl}/webhooks/twilio-whatsapp/${connection.id}`,
    );
    return [
      ...account,
      { name: 'WhatsApp sender', ok: isOnline, detail: `The sender is ${sender.status.toLowerCase()}.` },
      webhookCheck(ok, `Twilio sends messages of this sender ${ok ? 'here' : 'elsewhere'}.`),
    ];
  },
  register: async (connection, webhookUrl) => {
    const credentials = await credentialsOf(needs.secret, connection.id, $TwilioCredentials);
    const sender = await senderOf(needs, credentials, connection);
    if (!sender) return webhookCheck(false, notFound);
    const json = { webhook: { callback_url: webhookUrl, callback_method: 'POST' } };
    const answer = await askTwilio(needs, credentials, { url: `${senders}/${sender.sid}`, change: { json } });
    // The change is made later: 202 Accepted.
    const ok = answer !== undefined && answer.status < 300;
    return webhookCheck(ok, ok ? 'Twilio sends messages of this sender here now.' : 'Twilio did not take the address.');
  },
});

const notFound = 'The account has no such WhatsApp sender.';

const $Senders = z.object({
  senders: z.array(
    z.object({
      sid: z.string(),
      sender_id: z.string(),
      status: z.string().default('UNKNOWN'),
      webhook: z.object({ callback_url: z.string().nullish() }).nullish(),
    }),
  ),
});

/** An account has few senders: one page holds them. */
async function senderOf(needs: ManagingNeeds, credentials: TwilioCredentials, { address }: Connection) {
  const answer = await askTwilio(needs, credentials, { url: `${senders}?Channel=whatsapp&PageSize=1000` });
  const found = $Senders.safeParse(answer?.body).data?.senders;
  return found?.find(({ sender_id }) => sender_id === whatsAppAddress(address));
}
