import { setTimeout as wait } from 'node:timers/promises';
import type { FormParams } from '#adapters/channels/twilio/signature.ts';
import { type TwilioMessage, twilioDate } from './twilio-messages.ts';
import { postSigned } from './twilio-webhook.ts';

export type Sending = {
  readonly message: TwilioMessage;
  /** Signs the callbacks. */
  readonly authToken: string;
  readonly callback: string | null;
  readonly mediaUrls: readonly string[];
  /** Told of each step, beside the callback. */
  readonly onStatus: (status: TwilioMessage['status']) => void;
};

export type Travel = {
  /** Before each status. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Addresses where messages do not arrive. */
  readonly unreachable: readonly string[];
};

const isRich = (address: string | null): boolean => /^(whatsapp|rcs):/.test(address ?? '');

/** Lets a message travel, and tells each step to its status callback: on WhatsApp and RCS also that it was read. */
export async function deliver(travel: Travel, sending: Sending): Promise<void> {
  const error = await errorOf(travel, sending);
  const { to, from } = sending.message;
  const arrived = isRich(to) || isRich(from) ? (['delivered', 'read'] as const) : (['delivered'] as const);
  for (const status of ['sent', ...(error === null ? arrived : (['undelivered'] as const))] as const) {
    await wait(travel.delayMs, undefined, { signal: travel.signal });
    await step(sending, status, status === 'undelivered' ? error : null);
  }
}

async function step(
  { message, callback, authToken, onStatus }: Sending,
  status: TwilioMessage['status'],
  error: number | null,
) {
  const now = twilioDate(new Date());
  message.status = status;
  message.error_code = error;
  message.from ??= '+15005550006';
  message.date_sent ??= now;
  message.date_updated = now;
  onStatus(status);
  if (callback) await postSigned({ url: callback, params: callbackFields(message), authToken });
}

/** 30003 unreachable, 63019 and 11200 a file that Twilio could not fetch; null when all is well. */
async function errorOf({ unreachable, signal }: Travel, { message, mediaUrls }: Sending): Promise<number | null> {
  if (unreachable.includes(message.to.replace(/^(whatsapp|rcs):/, ''))) return 30_003;
  const fetched = await Promise.all(mediaUrls.map((url) => isFetched(url, signal)));
  if (fetched.every(Boolean)) return null;
  return isRich(message.to) ? 63_019 : 11_200;
}

async function isFetched(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

const callbackFields = (message: TwilioMessage): FormParams => ({
  ApiVersion: message.api_version,
  AccountSid: message.account_sid,
  MessageSid: message.sid,
  MessageStatus: message.status,
  SmsSid: message.sid,
  SmsStatus: message.status,
  From: message.from ?? '',
  To: message.to,
  ...(message.messaging_service_sid ? { MessagingServiceSid: message.messaging_service_sid } : {}),
  ...(message.error_code === null ? {} : { ErrorCode: String(message.error_code) }),
  ...(isRich(message.to) ? { ChannelPrefix: message.to.split(':')[0] ?? '' } : {}),
  ...(message.status === 'read' ? { EventType: 'READ' } : {}),
});
